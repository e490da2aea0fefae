"""The platform's XML is read, and answers are written that wechatpy can read."""

import pytest
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st
from wechatpy import parse_message

from services.intake.channels import wechat_xml as xml
from services.intake.channels.wechat_cipher import Unreadable
from services.intake.domain.message import Kind, Message

HEAD = (
    "<ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oA-1_x]]></FromUserName>"
    "<CreateTime>1700000000</CreateTime>"
)
BILLION = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def read(inner: str, head: str = HEAD) -> Message:
    return xml.message_of(xml.parse(f"<xml>{head}{inner}</xml>".encode()))


@pytest.mark.parametrize(
    ("inner", "kind", "text", "key"),
    [
        ("<MsgType>text</MsgType><Content>漏水</Content><MsgId>7</MsgId>", Kind.TEXT, "漏水", "7"),
        ("<MsgType>image</MsgType><PicUrl>u</PicUrl><MsgId>7</MsgId>", Kind.PICTURE, "u", "7"),
        (
            "<MsgType>voice</MsgType><Recognition>停电了</Recognition><MsgId>7</MsgId>",
            Kind.TEXT,
            "停电了",
            "7",
        ),
        ("<MsgType>voice</MsgType><MediaId>m</MediaId><MsgId>7</MsgId>", Kind.VOICE, "", "7"),
        ("<MsgType>location</MsgType><Label>路</Label><MsgId>7</MsgId>", Kind.LOCATION, "路", "7"),
        ("<MsgType>video</MsgType><MsgId>7</MsgId>", Kind.OTHER, "", "7"),
        ("<MsgType>link</MsgType><Title>t</Title><MsgId>7</MsgId>", Kind.OTHER, "t", "7"),
        (
            "<MsgType>event</MsgType><Event>subscribe</Event><EventKey/>",
            Kind.FOLLOWED,
            "",
            "1700000000-subscribe-",
        ),
        (
            "<MsgType>event</MsgType><Event>CLICK</Event><EventKey>CLERK</EventKey>",
            Kind.MENU,
            "CLERK",
            "1700000000-CLICK-CLERK",
        ),
        (
            "<MsgType>event</MsgType><Event>unsubscribe</Event>",
            Kind.QUIET,
            "",
            "1700000000-unsubscribe-",
        ),
        (
            "<MsgType>event</MsgType><Event>LOCATION</Event>",
            Kind.QUIET,
            "",
            "1700000000-LOCATION-",
        ),
    ],
)
def test_each_kind_of_message_is_understood(inner: str, kind: Kind, text: str, key: str) -> None:
    assert read(inner) == Message(kind=kind, sender="oA-1_x", account="gh_1", key=key, text=text)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"<xml>",
        b"\xff\xfe",
        b"<xml>\x00</xml>",
        BILLION.encode() + b"<xml>&c;</xml>",
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml>&e;</xml>',
        b'<?xml version="1.0" encoding="no-such"?><xml>&',
    ],
)
def test_what_is_no_plain_xml_is_refused(body: bytes) -> None:
    with pytest.raises(Unreadable):
        xml.parse(body)


@pytest.mark.parametrize(
    "head",
    [
        "",
        "<FromUserName>o1</FromUserName>",
        HEAD.replace("oA-1_x", "o 1<![CDATA[]]>"),
        HEAD.replace("oA-1_x", "o" * 65),
        HEAD.replace("1700000000", "昨天"),
    ],
)
def test_a_message_from_nobody_or_at_no_time_is_refused(head: str) -> None:
    with pytest.raises(Unreadable):
        read("<MsgType>text</MsgType><Content>x</Content>", head)


@given(st.binary(max_size=200))
def test_no_bytes_make_it_stumble(body: bytes) -> None:
    with pytest.raises(Unreadable):
        xml.message_of(xml.parse(body))


@pytest.mark.parametrize("text", ["已收到", "a ]]> b", "<b>&amp;", "第一行\n第二行"])
def test_an_answer_reads_back_as_it_was_written(text: str) -> None:
    message = Message(kind=Kind.TEXT, sender="o1", account="gh", key="1", text="x")
    root = fromstring(xml.answer(message, text, 17).decode())
    told = {child.tag: child.text for child in root}
    assert told == {
        "ToUserName": "o1",
        "FromUserName": "gh",
        "CreateTime": "17",
        "MsgType": "text",
        "Content": text,
    }


def test_wechatpy_reads_our_answer_as_a_text_message() -> None:
    message = Message(kind=Kind.TEXT, sender="o1", account="gh", key="1", text="x")
    theirs = parse_message(xml.answer(message, "已收到", 17))
    assert (theirs.type, theirs.target, theirs.content) == ("text", "o1", "已收到")
