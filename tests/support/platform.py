"""Be the WeChat platform to a whole installation: its token, its key, the present moment."""

import base64
import secrets
import time
from dataclasses import dataclass

from wechatpy.crypto import PrpCrypto, WeChatCrypto

from deploy.local.environment import WECHAT_APP_ID
from deploy.local.keys import Keys
from tests.support.caller import Answer, Caller
from tests.support.wechat import PATH, Call, content, message, signature


@dataclass(slots=True, frozen=True)
class Platform:
    """The platform as it talks to an official account in safe mode."""

    keys: Keys

    def says(self, openid: str, text: str, number: str) -> bytes:
        """Return somebody's words as a message of the platform's."""
        return message("text", number=number, sender=openid, Content=text)

    def sealed(self, body: bytes, *, age: int = 0, token: str | None = None) -> Call:
        """Return the call that brings ``body``, signed ``age`` seconds ago."""
        token = self.keys.wechat_token if token is None else token
        at, nonce = str(int(time.time()) - age), secrets.token_hex(4)
        key = base64.b64decode(self.keys.wechat_aes_key + "=")
        envelope = PrpCrypto(key).encrypt(body.decode(), WECHAT_APP_ID).decode()
        query = {
            "signature": signature(at, nonce, token=token),
            "timestamp": at,
            "nonce": nonce,
            "encrypt_type": "aes",
            "msg_signature": signature(at, nonce, envelope, token=token),
        }
        sealed = f"<xml><ToUserName>gh_1</ToUserName><Encrypt>{envelope}</Encrypt></xml>"
        return Call(query, sealed.encode())

    def words(self, answer: Answer) -> str:
        """Return what the account answers in the chat; wechatpy checks its signature."""
        plain = answer.body.decode()
        crypto = WeChatCrypto(self.keys.wechat_token, self.keys.wechat_aes_key, WECHAT_APP_ID)
        told = [_field(plain, name) for name in ("MsgSignature", "TimeStamp", "Nonce")]
        return content(str(crypto.decrypt_message(plain, *told)).encode())


async def call(platform_to: Caller, made: Call) -> Answer:
    """Make the call at the public door."""
    return await platform_to.send("POST", PATH, params=made.query, data=made.body)


def _field(xml: str, name: str) -> str:
    inside = xml.partition(f"<{name}>")[2].partition(f"</{name}>")[0]
    return inside.removeprefix("<![CDATA[").removesuffix("]]>")
