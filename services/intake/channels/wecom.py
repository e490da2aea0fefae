"""One WeCom (企业微信) application's callback: always sealed, both ways."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element

from services.intake.channels import wechat_xml as xml
from services.intake.channels.wechat import NOTHING_TO_SAY, Stamp, check_age
from services.intake.channels.wechat_cipher import (
    Envelopes,
    Unreadable,
    check_signature,
    signature_of,
)
from services.intake.domain.message import Kind as Said
from services.intake.domain.message import Message
from services.intake.domain.wecom import Kind, Note

_MESSAGES: Final[Mapping[str, Kind]] = {"text": Kind.TEXT}
_EVENTS: Final[Mapping[str, tuple[Kind, str]]] = {
    "change_external_chat": (Kind.GROUP, "ChatId"),
    "change_external_contact": (Kind.CONTACT, "ExternalUserID"),
}
_CHANGES: Final = frozenset(
    {"create", "update", "dismiss"}
    | {"add_external_contact", "edit_external_contact", "add_half_external_contact"}
    | {"del_external_contact", "del_follow_user", "transfer_fail"}
)


class Application:
    """Checks, opens and answers the calls of one corporation's application."""

    def __init__(self, token: str, envelopes: Envelopes) -> None:
        self._token = token
        self._envelopes = envelopes

    def verify(self, stamp: Stamp, now: datetime) -> str:
        """Return what proves to the platform that this address is ours: the echo, opened."""
        self._check(stamp, stamp.echostr, now)
        return self._envelopes.open(stamp.echostr).decode()

    def open(self, stamp: Stamp, body: bytes, now: datetime) -> Note:
        """Return what a signed call brings.

        Raises ``WrongSignature``, ``Stale``, ``WrongAccount`` or ``Unreadable``.
        """
        sealed = xml.field(xml.parse(body), "Encrypt")
        self._check(stamp, sealed, now)
        return _note(xml.parse(self._envelopes.open(sealed)))

    def answer(self, note: Note, text: str, now: datetime) -> bytes:
        """Return the body of the answer."""
        if not text:
            return NOTHING_TO_SAY
        to = Message(kind=Said.TEXT, sender=note.user, account=note.account, key=note.key)
        at, nonce = str(int(now.timestamp())), secrets.token_hex(8)
        sealed = self._envelopes.seal(xml.answer(to, text, int(at)))
        signature = signature_of(self._token, at, nonce, sealed)
        return xml.sealed_answer(sealed, signature=signature, at=at, nonce=nonce)

    def _check(self, stamp: Stamp, sealed: str, now: datetime) -> None:
        check_age(stamp, now)
        check_signature(stamp.msg_signature, self._token, stamp.timestamp, stamp.nonce, sealed)


def _note(root: Element) -> Note:
    account, user = xml.field(root, "ToUserName"), xml.field(root, "FromUserName")
    if not (account and user):
        raise Unreadable
    event, change = xml.field(root, "Event"), xml.field(root, "ChangeType")
    said = xml.field(root, "MsgType")
    plain = (_MESSAGES.get(said, Kind.MEDIA), "")
    kind, named = _EVENTS.get(event, (Kind.OTHER, "")) if said == "event" else plain
    moment = xml.field(root, "CreateTime")
    known = change if change in _CHANGES else "other"
    return Note(
        kind=kind,
        user=user,
        account=account,
        key=xml.field(root, "MsgId") or f"{moment}-{event}-{change}",
        text=xml.field(root, "Content") if kind is Kind.TEXT else "",
        change=known if named else "",
        subject=xml.field(root, named) if named else "",
    )
