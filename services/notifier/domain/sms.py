"""Know how long a text is as an SMS, and what a signature (签名) may be."""

import re
from dataclasses import dataclass
from math import ceil
from typing import ClassVar, Final

from shared.kernel.errors import Refused

ONE: Final = 70
EACH: Final = 67
MOST: Final = 500
_SIGNATURE: Final = re.compile(r"[一-鿿A-Za-z0-9]{2,12}")


class BadSms(Refused):
    """Carriers would turn the text or its signature away."""

    slug: ClassVar[str] = "bad-sms-text"


@dataclass(slots=True, frozen=True)
class Sms:
    """How long a text is with its signature, and as how many messages it is charged."""

    length: int
    parts: int


def measured(text: str, signature: str) -> Sms:
    """Measure: 70 characters travel as one, longer ones as parts of 67; the signature counts."""
    length = len(f"【{signature}】{text}".encode("utf-16-le")) // 2
    return Sms(length=length, parts=1 if length <= ONE else ceil(length / EACH))


def check_text(text: str, signature: str) -> Sms:
    """Measure a text; raises ``BadSms`` for one that no carrier takes."""
    if "【" in text or "】" in text:
        raise BadSms("正文里不能有【】:签名由系统加在最前面。请改用〔〕。")
    found = measured(text, signature)
    if found.length > MOST:
        raise BadSms(f"按样例连签名有 {found.length} 字，短信最多 {MOST} 字，请写短一些。")
    return found


def is_signature(signature: str) -> bool:
    """Tell whether carriers take it: 2 to 12 Chinese characters, letters or digits."""
    return _SIGNATURE.fullmatch(signature) is not None
