"""Read the WeChat platform's XML into messages, and write answers as XML."""

import re
from collections.abc import Mapping
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from services.intake.channels.wechat_cipher import Unreadable
from services.intake.domain.message import Kind, Message
from services.intake.domain.report import JOB

_NAME: Final = re.compile(r"[\w@.-]{1,64}")
_NUMBER: Final = re.compile(r"\d{1,32}", re.ASCII)
_MESSAGES: Final[Mapping[str, tuple[Kind, str]]] = {
    "text": (Kind.TEXT, "Content"),
    "image": (Kind.PICTURE, "PicUrl"),
    "voice": (Kind.VOICE, "Recognition"),
    "location": (Kind.LOCATION, "Label"),
}
_REPORT: Final = "TEMPLATESENDJOBFINISH"
_EVENTS: Final[Mapping[str, Kind]] = {
    "subscribe": Kind.FOLLOWED,
    "CLICK": Kind.MENU,
    _REPORT: Kind.REPORT,
}
_TEXT: Final = (
    "<xml><ToUserName>{to}</ToUserName><FromUserName>{sender}</FromUserName>"
    "<CreateTime>{at}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
    "<Content>{content}</Content></xml>"
)
_SEALED: Final = (
    "<xml><Encrypt>{sealed}</Encrypt><MsgSignature>{signature}</MsgSignature>"
    "<TimeStamp>{at}</TimeStamp><Nonce>{nonce}</Nonce></xml>"
)


def parse(body: bytes) -> Element:
    """Return the root of a document without DTD or entities; raises ``Unreadable``."""
    try:
        root: Element = fromstring(body.decode(), forbid_dtd=True)
    except (ParseError, ValueError) as error:
        raise Unreadable from error
    return root


def field(root: Element, name: str) -> str:
    """Return a field's text, empty when it is not there."""
    return (root.findtext(name) or "").strip()


def message_of(root: Element) -> Message:
    """Return the message; raises ``Unreadable`` when sender, account or identity is not there."""
    sender, account = field(root, "FromUserName"), field(root, "ToUserName")
    kind, text = _said(root)
    if not (_NAME.fullmatch(sender) and _NAME.fullmatch(account)):
        raise Unreadable
    return Message(kind=kind, sender=sender, account=account, key=_key(root), text=text)


def answer(message: Message, text: str, at: int) -> bytes:
    """Return the passive reply to ``message``; ``at`` in seconds since 1970."""
    return _TEXT.format(
        to=_cdata(message.sender), sender=_cdata(message.account), at=at, content=_cdata(text)
    ).encode()


def sealed_answer(sealed: str, *, signature: str, at: str, nonce: str) -> bytes:
    """Return an encrypted reply in its outer document."""
    return _SEALED.format(
        sealed=_cdata(sealed), signature=_cdata(signature), at=at, nonce=_cdata(nonce)
    ).encode()


def _said(root: Element) -> tuple[Kind, str]:
    kind_name = field(root, "MsgType")
    if kind_name == "event":
        event = field(root, "Event")
        place = "Status" if event == _REPORT else "EventKey"
        return _EVENTS.get(event, Kind.QUIET), field(root, place)
    kind, place = _MESSAGES.get(kind_name, (Kind.OTHER, "Title"))
    text = field(root, place)
    recognised = kind is Kind.VOICE and text
    return (Kind.TEXT if recognised else kind), text


def _key(root: Element) -> str:
    number, moment = field(root, "MsgId"), field(root, "CreateTime")
    if field(root, "Event") == _REPORT:
        return f"{JOB}{_job(root)}"
    if _NUMBER.fullmatch(number):
        return number
    if not _NUMBER.fullmatch(moment):
        raise Unreadable
    return f"{moment}-{field(root, 'Event')}-{field(root, 'EventKey')}"


def _job(root: Element) -> str:
    number = field(root, "MsgID")
    if not _NUMBER.fullmatch(number):
        raise Unreadable
    return number


def _cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
