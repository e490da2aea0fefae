"""Call back as the WeChat platform does in safe mode (安全模式): signed, sealed with AES."""

import base64
import hashlib
import os
import secrets
import struct
import time
from dataclasses import dataclass
from typing import Final, Self

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from deploy.story.doors import Call, Doors, NotThere

PATH: Final = "/api/v1/wechat/callback"
_BITS: Final = 256  # the platform pads to 32 bytes, though AES needs 16
_SALT: Final = 16
_MESSAGE: Final = (
    "<xml><ToUserName><![CDATA[gh_story]]></ToUserName>"
    "<FromUserName><![CDATA[{sender}]]></FromUserName><CreateTime>{at}</CreateTime>"
    "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content>"
    "<MsgId>{number}</MsgId></xml>"
)
_SEALED: Final = (
    "<xml><ToUserName><![CDATA[gh_story]]></ToUserName>"
    "<Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
)


@dataclass(slots=True, frozen=True)
class Platform:
    """The platform's side of one official account, and the two secrets that it shares with us."""

    token: str
    aes_key: str
    app_id: str

    @classmethod
    def from_environment(cls) -> Self:
        """Read the account's settings; raises ``NotThere`` with the names that are missing."""
        names = ("WECHAT_TOKEN", "WECHAT_AES_KEY", "WECHAT_APP_ID")
        if missing := [name for name in names if not os.environ.get(name)]:
            raise NotThere(f"the official account's {', '.join(missing)} must be set")
        return cls(*(os.environ[name] for name in names))

    async def say(self, text: str, sender: str, number: str, doors: Doors) -> str:
        """Bring a follower's words under the message id ``number``; return the answer's words."""
        at = str(int(time.time()))
        message = _MESSAGE.format(sender=sender, at=at, text=text, number=number)
        sealed, nonce = self._seal(message.encode()), secrets.token_hex(5)
        query = {
            "timestamp": at,
            "nonce": nonce,
            "encrypt_type": "aes",
            "signature": _signature(self.token, at, nonce),
            "msg_signature": _signature(self.token, at, nonce, sealed),
        }
        body = _SEALED.format(sealed=sealed).encode()
        return self._words(await doors.knock(Call(path=PATH, body=body, query=query)))

    def _words(self, answer: bytes) -> str:
        outer = fromstring(answer.decode())
        sealed, at, nonce = (str(outer.findtext(n)) for n in ("Encrypt", "TimeStamp", "Nonce"))
        if outer.findtext("MsgSignature") != _signature(self.token, at, nonce, sealed):
            raise ValueError("the answer to WeChat is not signed rightly")
        return str(fromstring(self._open(sealed).decode()).findtext("Content"))

    def _seal(self, message: bytes) -> str:
        head = secrets.token_bytes(_SALT) + struct.pack(">I", len(message))
        padder = PKCS7(_BITS).padder()
        padded = padder.update(head + message + self.app_id.encode()) + padder.finalize()
        encryptor = self._cipher.encryptor()
        return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()

    def _open(self, sealed: str) -> bytes:
        decryptor, unpadder = self._cipher.decryptor(), PKCS7(_BITS).unpadder()
        padded = decryptor.update(base64.b64decode(sealed)) + decryptor.finalize()
        plain = unpadder.update(padded) + unpadder.finalize()
        (size,) = struct.unpack(">I", plain[_SALT : _SALT + 4])
        return plain[_SALT + 4 : _SALT + 4 + size]

    @property
    def _cipher(self) -> Cipher[modes.CBC]:
        key = base64.b64decode(f"{self.aes_key}=")
        return Cipher(algorithms.AES(key), modes.CBC(key[:16]))


def _signature(*parts: str) -> str:
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()
