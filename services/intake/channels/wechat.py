"""One WeChat official account: who may call back, what it brings, how it is answered."""

import secrets
from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, StringConstraints

from services.intake.channels import wechat_xml as xml
from services.intake.channels.wechat_cipher import (
    Envelopes,
    WrongSignature,
    check_signature,
    signature_of,
)
from services.intake.domain.message import Message
from shared.kernel.errors import Forbidden

FRESH: Final = timedelta(minutes=10)
NOTHING_TO_SAY: Final = b"success"
Short = Annotated[str, StringConstraints(max_length=256)]


class Stale(Forbidden):
    """A call signed long ago: somebody plays an old one again."""

    slug = "wechat-stale"

    def __init__(self) -> None:
        super().__init__("请求的签名时间已过期，请检查服务器时间后重新发送。")


class NotEncrypted(Forbidden):
    """The account is in safe mode (安全模式), so a plain message is not the platform's."""

    slug = "wechat-not-encrypted"

    def __init__(self) -> None:
        super().__init__("公众号已启用安全模式，不接受明文消息；请在公众号后台选择“安全模式”。")


class Stamp(BaseModel):
    """The platform's query string; what is not sent is empty and signs nothing."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    signature: Short = ""
    timestamp: Short = ""
    nonce: Short = ""
    echostr: Short = ""
    msg_signature: Short = ""
    encrypt_type: Short = ""


class OfficialAccount:
    """Checks, opens and answers the platform's calls; with ``envelopes`` nothing travels plain."""

    def __init__(self, token: str, envelopes: Envelopes | None = None) -> None:
        self._token = token
        self._envelopes = envelopes

    def verify(self, stamp: Stamp, now: datetime) -> str:
        """Return what proves to the platform that this address is ours."""
        check_age(stamp, now)
        check_signature(stamp.signature, self._token, stamp.timestamp, stamp.nonce)
        return stamp.echostr

    def open(self, stamp: Stamp, body: bytes, now: datetime) -> Message:
        """Return the message in a signed call.

        Raises ``WrongSignature``, ``Stale``, ``NotEncrypted``, ``WrongAccount`` or ``Unreadable``.
        """
        check_age(stamp, now)
        if self._envelopes is None:
            check_signature(stamp.signature, self._token, stamp.timestamp, stamp.nonce)
            return xml.message_of(xml.parse(body))
        if stamp.encrypt_type != "aes":
            raise NotEncrypted
        return self._opened(self._envelopes, stamp, body)

    def answer(self, message: Message, text: str, now: datetime) -> bytes:
        """Return the body of the answer: a passive reply, or the word that there is none."""
        if not text:
            return NOTHING_TO_SAY
        plain = xml.answer(message, text, int(now.timestamp()))
        return self._sealed(self._envelopes, plain, now) if self._envelopes else plain

    def _opened(self, envelopes: Envelopes, stamp: Stamp, body: bytes) -> Message:
        sealed = xml.field(xml.parse(body), "Encrypt")
        check_signature(stamp.msg_signature, self._token, stamp.timestamp, stamp.nonce, sealed)
        return xml.message_of(xml.parse(envelopes.open(sealed)))

    def _sealed(self, envelopes: Envelopes, plain: bytes, now: datetime) -> bytes:
        sealed, nonce = envelopes.seal(plain), secrets.token_hex(8)
        at = str(int(now.timestamp()))
        signature = signature_of(self._token, at, nonce, sealed)
        return xml.sealed_answer(sealed, signature=signature, at=at, nonce=nonce)


def check_age(stamp: Stamp, now: datetime) -> None:
    """Raise ``Stale`` unless the call was signed within the last minutes."""
    if not (stamp.timestamp.isascii() and stamp.timestamp.isdigit()):
        raise WrongSignature
    if abs(now.timestamp() - int(stamp.timestamp)) > FRESH.total_seconds():
        raise Stale
