"""Clean what people wrote, and refuse what is empty or too long."""

import re
import unicodedata
from typing import Final

from shared.kernel.errors import Invalid

LONGEST: Final = 2000
_UNWANTED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


class TextMissing(Invalid):
    """Nothing is left to read once blanks and control characters are gone."""

    slug = "text-missing"


class TextTooLong(Invalid):
    """More than a person can be expected to read at once."""

    slug = "text-too-long"


def narrow(text: str) -> str:
    """Return ``text`` with plain signs and digits for the wide ones of Chinese keyboards."""
    return unicodedata.normalize("NFKC", text)


def plain(text: str) -> str:
    """Return ``text`` without control and direction characters."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n"))


def clean(text: str) -> str:
    """Return ``text`` without control and direction characters, 1 to 2000 characters long.

    Raises ``TextMissing`` or ``TextTooLong``.
    """
    kept = plain(text).strip()
    if not kept:
        raise TextMissing("请写下要反映的内容。", (("text", "必须填写"),))
    if len(kept) > LONGEST:
        raise TextTooLong(
            f"内容请控制在 {LONGEST} 字以内，更多情况可以稍后补充。", (("text", "太长"),)
        )
    return kept
