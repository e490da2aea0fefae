"""A question of the minutes, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from services.survey.domain.forums.refusals import HalfSettled
from shared.contracts.event import Value
from shared.contracts.forums import Settled
from shared.contracts.requests import Reporter
from shared.contracts.suggestions import Pledge


class Outcome(Value):
    """What became of it: ``answer`` is said in each case; a request or a pledge beside it."""

    how: Settled
    answer: str = ""
    request_id: str | None = None
    number: str | None = None
    pledge: Pledge | None = None

    def check(self) -> None:
        """Pass if what its kind needs is there; raises ``HalfSettled``."""
        needed = {
            Settled.ANSWERED: (self.answer, "当场答复的，请写明怎么答的。"),
            Settled.REQUEST: (
                self.request_id and self.number,
                "转为诉求的，请先在前台登记(来源选座谈会),再填诉求的编号。",
            ),
            Settled.PROMISE: (self.pledge, "作出承诺的，请写明做什么、谁负责、哪天之前。"),
        }
        there, reason = needed[self.how]
        if not there:
            raise HalfSettled(reason)


@dataclass(slots=True, kw_only=True)
class Question:
    """What somebody asked; ``asker`` names nobody if it is not known who it was."""

    id: str
    text: str
    asker: Reporter
    asked_at: datetime
    outcome: Outcome | None = None
    settled_by: str | None = None
