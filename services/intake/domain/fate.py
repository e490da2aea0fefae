"""Follow what became of a submission, for whoever asks about it at this door."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from shared.contracts.requests import FollowUpOpened, RequestEvent
from shared.contracts.words import Category, Status, Urgency

OVER: Final = frozenset({Status.CLOSED, Status.CANCELLED})
_RANK: Final[Mapping[Status, int]] = {
    Status.SUBMITTED: 0,
    Status.REOPENED: 0,
    Status.ASSIGNED: 1,
    Status.ACCEPTED: 2,
    Status.PAUSED: 2,
    Status.ON_SITE: 3,
    Status.RESOLVED: 4,
    Status.CLOSED: 5,
    Status.CANCELLED: 5,
}
WORDS: Final[Mapping[Status, str]] = {
    Status.SUBMITTED: "已收到",
    Status.REOPENED: "重新处理中",
    Status.ASSIGNED: "已安排",
    Status.ACCEPTED: "已接单",
    Status.PAUSED: "处理中",
    Status.ON_SITE: "已到场",
    Status.RESOLVED: "已处理",
    Status.CLOSED: "已办结",
    Status.CANCELLED: "已撤销",
}


@dataclass(slots=True, frozen=True, kw_only=True)
class Fate:
    """Where a request stands as last heard; ``unhappy`` once its owner was not satisfied."""

    status: Status = Status.SUBMITTED
    round: int = 1
    unhappy: bool = False
    category: Category | None = None
    urgency: Urgency | None = None

    def after(self, event: RequestEvent) -> Self:
        """Return the fate after an event; one that comes late takes nothing back."""
        facts = event.request
        unhappy = self.unhappy or facts.round > 1 or isinstance(event, FollowUpOpened)
        late = (facts.round, _RANK[facts.status]) < (self.round, _RANK[self.status])
        return type(self)(
            status=self.status if late else facts.status,
            round=max(self.round, facts.round),
            unhappy=unhappy,
            category=facts.category,
            urgency=facts.urgency,
        )

    @property
    def is_open(self) -> bool:
        """Tell whether something has yet to happen."""
        return self.status not in OVER
