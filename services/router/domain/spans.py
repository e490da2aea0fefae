"""Read lengths of time as a property manager writes them: ``15分钟``, ``24小时``, ``3个工作日``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

_SPAN: Final = re.compile(r"(\d+)\s*(?:个\s*)?([^\W\d]+)")
_PLAIN: Final[Mapping[str, timedelta]] = {
    **dict.fromkeys(("秒", "秒钟", "s"), timedelta(seconds=1)),
    **dict.fromkeys(("分钟", "分", "m"), timedelta(minutes=1)),
    **dict.fromkeys(("小时", "h"), timedelta(hours=1)),
    **dict.fromkeys(("天", "日", "d"), timedelta(days=1)),
}
_WORKING_HOURS: Final = ("工作小时", "wh")
_WORKING_DAYS: Final = ("工作日", "工作天", "wd")
_SAME_DAY: Final = ("当天", "当日", "same day")


class Counting(StrEnum):
    """What a target counts: all time, the hours of work, or whole working days."""

    ELAPSED = "elapsed"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"


@dataclass(slots=True, frozen=True)
class Target:
    """How long a promise allows: a length of time, or working days (0: the same day)."""

    counting: Counting
    length: timedelta = timedelta()
    days: int = 0

    @property
    def on_calendar(self) -> bool:
        """Tell whether holidays move it."""
        return self.counting is not Counting.ELAPSED


def read_length(text: str) -> timedelta:
    """Read a plain length such as ``30分钟``; raises ``ValueError``."""
    match = _SPAN.fullmatch(text.strip())
    if match is None or match[2] not in _PLAIN or int(match[1]) == 0:
        raise ValueError(f"看不懂的时长“{text}”，请写成 15分钟、2小时 或 3天")
    return int(match[1]) * _PLAIN[match[2]]


def read_target(text: str) -> Target:
    """Read a promise: a length, ``当天``, ``8个工作小时``, ``3个工作日``; raises ``ValueError``."""
    if text.strip() in _SAME_DAY:
        return Target(Counting.WORKING_DAYS)
    match = _SPAN.fullmatch(text.strip())
    if match and int(match[1]) and match[2] in _WORKING_DAYS:
        return Target(Counting.WORKING_DAYS, days=int(match[1]))
    if match and int(match[1]) and match[2] in _WORKING_HOURS:
        return Target(Counting.WORKING_HOURS, timedelta(hours=int(match[1])))
    return Target(Counting.ELAPSED, read_length(text))
