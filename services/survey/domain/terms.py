"""When a survey ends, when it is recalled to mind, and until when its answer may be changed."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8))  # one time all over the country, all year
LONG_AGO = datetime(2024, 1, 1, tzinfo=CHINA)  # nothing of ours is older
_MORNING, _EVENING = time(9), time(20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How long a survey is open, and how soon it reminds."""

    lasts: timedelta = timedelta(days=7)
    reminds_after: timedelta = timedelta(hours=24)

    def expires_at(self, opened_at: datetime) -> datetime:
        """Return the moment from which an unanswered survey is over."""
        return opened_at + self.lasts

    def remind_at(self, opened_at: datetime) -> datetime | None:
        """Return when to remind, by day only; None when it would be over by then."""
        moment = by_day(opened_at + self.reminds_after)
        return moment if moment < self.expires_at(opened_at) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast households are written to, and whether by day only."""

    people_a_second: float = 20.0
    by_day: bool = True


def midnight_after(moment: datetime) -> datetime:
    """Return the end of the day of ``moment``, as the estate's people count days."""
    tomorrow = moment.astimezone(CHINA).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), CHINA)


def by_day(moment: datetime) -> datetime:
    """Return ``moment``, or the next morning's nine o'clock if people would be disturbed."""
    local = moment.astimezone(CHINA)
    if local.time() >= _EVENING:
        return datetime.combine(local.date() + timedelta(days=1), _MORNING, CHINA)
    return max(local, datetime.combine(local.date(), _MORNING, CHINA))
