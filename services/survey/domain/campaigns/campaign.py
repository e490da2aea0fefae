"""A round of asking every household: planned, open, reminded, closed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from services.survey.domain.campaigns.audience import Audience
from services.survey.domain.campaigns.questions import Questionnaire
from services.survey.domain.campaigns.refusals import BadTimes, CampaignBegun, CampaignNotOpen
from services.survey.domain.campaigns.ticket import BUCKETS
from shared.kernel.aggregate import Aggregate

LONGEST: Final = timedelta(days=92)


class Stage(StrEnum):
    """Where a campaign stands."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Sending(StrEnum):
    """What is being sent to the households, one small group after another."""

    INVITATION = "invitation"
    REMINDER = "reminder"


_NOT_OPEN: Final[Mapping[Stage, str]] = {
    Stage.PLANNED: "这次问卷还没有开始，请留意开始的通知。",
    Stage.CLOSED: "这次问卷已经截止，谢谢您的关注。有意见请随时告诉物业服务中心。",
    Stage.CANCELLED: "这次问卷已取消，不用填写了。有意见请随时告诉物业服务中心。",
}


@dataclass(slots=True, kw_only=True)
class Campaign(Aggregate):
    """Who is asked what, from when to when.

    ``series`` and ``period`` name it among its like (``half-yearly``, ``2026-H2``). ``sending``
    and ``bucket`` say how far a sending has come, ``next_at`` when something must happen.
    ``invited`` counts households by building as they are invited.
    """

    title: str
    intro: str
    questionnaire: Questionnaire
    anonymous: bool
    audience: Audience
    opens_at: datetime
    remind_at: datetime | None
    closes_at: datetime
    created_by: str
    series: str = ""
    period: str = ""
    stage: Stage = Stage.PLANNED
    next_at: datetime | None = None
    sending: Sending | None = None
    bucket: int = 0
    reminded: bool = False
    invited: list[tuple[str, int]] = field(default_factory=list)

    def plan(self) -> None:
        """Set it going; raises ``BadTimes``."""
        if not self.opens_at < self.closes_at <= self.opens_at + LONGEST:
            raise BadTimes(f"截止要晚于开始，并且不超过 {LONGEST.days} 天，请改时间。")
        if self.remind_at and not self.opens_at < self.remind_at < self.closes_at:
            raise BadTimes("提醒要在开始之后、截止之前，请改时间。")
        self.next_at = self.opens_at

    def cancel(self) -> bool:
        """Withdraw it before anybody was asked; return False if that was done before."""
        if self.stage is Stage.CANCELLED:
            return False
        if self.stage is not Stage.PLANNED:
            raise CampaignBegun("问卷已经发出，不能取消；可以提前截止(close)。")
        self.stage, self.next_at = Stage.CANCELLED, None
        return True

    def close(self, at: datetime) -> bool:
        """Take no more answers; return False if it is over already."""
        if self.stage is Stage.PLANNED:
            raise CampaignBegun("问卷还没有发出，请直接取消(cancel)。")
        if self.stage is not Stage.OPEN:
            return False
        self.stage, self.sending, self.next_at = Stage.CLOSED, None, None
        self.closes_at = min(self.closes_at, at)
        return True

    def turn(self, now: datetime) -> None:
        """Take the step that is due: open, remind, or close."""
        if self.stage is Stage.PLANNED and now >= self.opens_at:
            self.stage = Stage.OPEN
            self._send(Sending.INVITATION)
        if self.stage is Stage.OPEN and now >= self.closes_at:
            self.close(now)
        elif self._must_remind(now):
            self.reminded = True
            self._send(Sending.REMINDER)

    def sent(self, bucket: int, invited: Iterable[str], next_at: datetime) -> None:
        """Note that a group has been written to; ``invited`` are its households' buildings."""
        counts = dict(self.invited)
        for building in invited:
            counts[building] = counts.get(building, 0) + 1
        self.invited = sorted(counts.items())
        self.bucket, self.next_at = bucket + 1, min(next_at, self.closes_at)

    def all_sent(self) -> None:
        """Note that every group has been written to."""
        later = None if self.reminded else self.remind_at
        self.sending, self.bucket, self.next_at = None, BUCKETS, later or self.closes_at

    def check_open(self, at: datetime) -> None:
        """Pass while answers are taken; raises ``CampaignNotOpen``."""
        if self.stage is not Stage.OPEN:
            raise CampaignNotOpen(_NOT_OPEN[self.stage])
        if at >= self.closes_at:
            raise CampaignNotOpen(_NOT_OPEN[Stage.CLOSED])

    @property
    def households(self) -> int:
        """Return how many households have been invited."""
        return sum(number for _, number in self.invited)

    def _must_remind(self, now: datetime) -> bool:
        waits = self.stage is Stage.OPEN and not self.reminded and self.sending is None
        return waits and self.remind_at is not None and now >= self.remind_at

    def _send(self, what: Sending) -> None:
        self.sending, self.bucket = what, 0
