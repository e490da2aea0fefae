"""Read the moments that stand in copied chats: with a day, without one, 昨天, 下午3:20."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

DAY: Final = (
    r"(?:(?P<year>\d{4})\s*[-/.年]\s*)?(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?"
    r"|(?P<near>今天|昨天|前天)"
)
CLOCK: Final = (
    r"(?P<part>凌晨|早上|上午|中午|下午|傍晚|晚上|AM|PM)?\s*(?P<hour>\d{1,2})[:\uff1a](?P<minute>\d{2})"
    r"(?:[:\uff1a]\d{2})?"
)
WHEN: Final = rf"(?:(?:{DAY})\s*(?:(?:星期|周)[一二三四五六日天])?\s*)?{CLOCK}"
ALONE: Final = re.compile(
    rf"[\s—–\-=_*]*(?:{DAY})?\s*(?:(?:星期|周)[一二三四五六日天])?\s*(?:{CLOCK})?[\s—–\-=_*]*"
)
_BACK: Final = {"今天": 0, "昨天": 1, "前天": 2}
_LATE: Final = frozenset({"下午", "傍晚", "晚上", "PM"})


@dataclass(slots=True)
class Calendar:
    """The day that a chat has come to, as its lines name it."""

    day: date
    zone: tzinfo
    at: datetime | None = None
    today: date | None = None

    def read(self, found: re.Match[str]) -> datetime | None:
        """Take over what a line says of day and time; return the moment, None without a time."""
        self._turn(found)
        if not found["hour"]:
            return None
        hour = int(found["hour"])
        if found["part"] in _LATE and hour < 12:
            hour += 12
        if hour > 23 or int(found["minute"]) > 59:
            return None
        moment = time(hour, int(found["minute"]))
        self.at = datetime.combine(self.day, moment, tzinfo=self.zone)
        return self.at

    def _turn(self, found: re.Match[str]) -> None:
        today = self.today or self.day
        self.today = today
        if found["near"]:
            self.day = today - timedelta(days=_BACK[found["near"]])
        elif found["month"]:
            year = int(found["year"] or today.year)
            with suppress(ValueError):
                self.day = date(_sane(year), int(found["month"]), int(found["day"]))


def _sane(year: int) -> int:
    if not 2000 <= year < 2100:
        raise ValueError(f"no chat is from {year}")
    return year
