"""Check the WeChat platform's signatures, and open and seal its AES envelopes."""

import base64
import binascii
import hashlib
import hmac
import secrets
import struct
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from shared.kernel.errors import Forbidden, Invalid

BLOCK: Final = 32  # the platform pads to 32 bytes, though AES needs 16
_SALT: Final = 16


class WrongSignature(Forbidden):
    """It was not the platform that signed this."""

    slug = "wechat-wrong-signature"

    def __init__(self) -> None:
        super().__init__("签名不正确，请检查公众号后台与本系统的 Token 是否一致。")


class WrongAccount(Forbidden):
    """The envelope was sealed for another official account."""

    slug = "wechat-wrong-account"

    def __init__(self) -> None:
        super().__init__("消息属于另一个公众号，请检查 AppID 设置。")


class Unreadable(Invalid):
    """The body is no message of the platform's."""

    slug = "wechat-unreadable"

    def __init__(self) -> None:
        super().__init__("消息无法解读，请检查消息格式与 EncodingAESKey 设置。")


def signature_of(*parts: str) -> str:
    """Return the platform's signature: SHA-1 of the sorted parts, joined."""
    joined = "".join(sorted(parts)).encode()
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


def check_signature(given: str, *parts: str) -> None:
    """Raise ``WrongSignature`` unless ``given`` is the parts' signature."""
    if not hmac.compare_digest(signature_of(*parts).encode(), given.encode()):
        raise WrongSignature


class Envelopes:
    """Opens and seals with one account's EncodingAESKey (43 letters and digits)."""

    def __init__(self, aes_key: str, app_id: str) -> None:
        key = base64.b64decode(f"{aes_key}=")
        self._app_id = app_id.encode()
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))

    def open(self, sealed: str) -> bytes:
        """Return what is inside; raises ``Unreadable`` or ``WrongAccount``."""
        try:
            padded = self._decrypt(base64.b64decode(sealed, validate=True))
        except (binascii.Error, ValueError) as error:
            raise Unreadable from error
        message, app_id = _parted(_without_padding(padded))
        if app_id != self._app_id:
            raise WrongAccount
        return message

    def seal(self, message: bytes) -> str:
        """Return ``message`` in an envelope."""
        size = struct.pack(">I", len(message))
        plain = secrets.token_bytes(_SALT) + size + message + self._app_id
        pad = BLOCK - len(plain) % BLOCK
        encryptor = self._cipher.encryptor()
        sealed = encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()
        return base64.b64encode(sealed).decode()

    def _decrypt(self, sealed: bytes) -> bytes:
        decryptor = self._cipher.decryptor()
        return decryptor.update(sealed) + decryptor.finalize()


def _without_padding(padded: bytes) -> bytes:
    pad = padded[-1] if padded else 0
    if not 1 <= pad <= BLOCK or padded[-pad:] != bytes([pad]) * pad:
        raise Unreadable
    return padded[:-pad]


def _parted(plain: bytes) -> tuple[bytes, bytes]:
    start = _SALT + 4
    if len(plain) < start:
        raise Unreadable
    end = start + struct.unpack(">I", plain[_SALT:start])[0]
    return plain[start:end], plain[end:]
