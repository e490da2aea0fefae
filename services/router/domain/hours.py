"""Read the time of day as ``08:30``, in minutes after midnight."""

import re
from typing import Final

_HOUR: Final = re.compile(r"(\d{1,2})[:\uff1a](\d{2})")


def minute_of(text: str) -> int:
    """Read ``HH:MM`` up to ``24:00`` as minutes after midnight; raises ``ValueError``."""
    match = _HOUR.fullmatch(text.strip())
    minute = int(match[1]) * 60 + int(match[2]) if match else -1
    if match is None or int(match[2]) > 59 or not 0 <= minute <= 1440:
        raise ValueError(f"看不懂的时间“{text.strip()}”，请写成 08:30")
    return minute
