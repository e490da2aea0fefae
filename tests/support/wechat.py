"""Play the WeChat platform, with wechatpy's signatures and crypto as the independent other side."""

import base64
from dataclasses import dataclass
from typing import Any

from aiohttp.test_utils import TestClient
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from wechatpy.crypto import PrpCrypto, WeChatCrypto
from wechatpy.utils import WeChatSigner

from tests.support.intake import NOON

Client = TestClient[Any, Any]
PATH = "/api/v1/wechat/callback"
TOKEN = "platform-token"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
APP_ID = "wx2c2769f8efd9abc2"
OWNERS_OPENID = "oABC-123_x"
AT = str(int(NOON.timestamp()))


@dataclass(slots=True, frozen=True)
class Call:
    """What the platform sends: a query string and a body."""

    query: dict[str, str]
    body: bytes


def signature(*parts: str, token: str = TOKEN) -> str:
    """Return wechatpy's signature of the parts."""
    signer = WeChatSigner()
    signer.add_data(token, *parts)
    return str(signer.signature)


def message(
    kind: str = "text", *, number: str = "1001", sender: str = OWNERS_OPENID, **fields: str
) -> bytes:
    """Return a message as the platform writes it."""
    rest = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items())
    identity = f"<MsgId>{number}</MsgId>" if number else ""
    return (
        f"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[{sender}]]>"
        f"</FromUserName><CreateTime>{AT}</CreateTime><MsgType><![CDATA[{kind}]]></MsgType>"
        f"{rest}{identity}</xml>"
    ).encode()


def event(name: str, key: str = "", sender: str = OWNERS_OPENID) -> bytes:
    """Return an event as the platform writes it."""
    return message("event", number="", sender=sender, Event=name, EventKey=key)


def plain(body: bytes, *, at: str = AT, nonce: str = "n1", token: str = TOKEN) -> Call:
    """Return a call in plain mode."""
    signed = signature(at, nonce, token=token)
    return Call({"signature": signed, "timestamp": at, "nonce": nonce}, body)


def sealed(body: bytes, *, app_id: str = APP_ID, nonce: str = "n1", also: bytes = b"") -> Call:
    """Return a call in safe mode; ``also`` is what compatible mode sends beside the envelope."""
    key = base64.b64decode(AES_KEY + "=")
    envelope = PrpCrypto(key).encrypt(body.decode(), app_id).decode()
    outer = f"<xml><ToUserName>gh_1</ToUserName><Encrypt>{envelope}</Encrypt></xml>".encode()
    query = {
        **plain(b"", nonce=nonce).query,
        "encrypt_type": "aes",
        "msg_signature": signature(AT, nonce, envelope),
    }
    return Call(query, outer.replace(b"</xml>", also + b"</xml>"))


def content(answer: bytes) -> str:
    """Return the words of a passive reply."""
    return str(fromstring(answer.decode()).findtext("Content"))


def opened(answer: bytes) -> bytes:
    """Return a sealed reply's inside; wechatpy checks its signature."""
    root = fromstring(answer.decode())
    told = [str(root.findtext(name)) for name in ("MsgSignature", "TimeStamp", "Nonce")]
    crypto = WeChatCrypto(TOKEN, AES_KEY, APP_ID)
    return str(crypto.decrypt_message(answer.decode(), *told)).encode()


async def send(client: Client, call: Call) -> tuple[int, bytes]:
    """Make the call; return status and body."""
    answer = await client.post(PATH, params=call.query, data=call.body)
    return answer.status, await answer.read()


async def slug_of(client: Client, call: Call) -> tuple[int, str]:
    """Make the call that is refused; return status and slug."""
    answer = await client.post(PATH, params=call.query, data=call.body)
    problem = await answer.json(content_type="application/problem+json")
    return answer.status, problem["slug"]
