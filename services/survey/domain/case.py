"""What an owner is asked about, as it stood when the work was done."""

from datetime import datetime
from typing import Self

from shared.contracts.event import Value
from shared.contracts.requests import Reporter, RequestFacts, RequestResolved
from shared.contracts.words import Category, Urgency
from shared.kernel.ids import derived_id


def survey_id_of(request_id: str, round_: int) -> str:
    """Return the id of the survey about a round; a repeat derives the same."""
    return derived_id("survey", request_id, str(round_))


class Case(Value):
    """A round of work on a request: the rating belongs to those who did it then.

    The owner's own words about the request are not kept here; no page or report needs them.
    """

    request_id: str
    number: str
    round: int
    reporter: Reporter
    category: Category
    urgency: Urgency
    department: str | None = None
    department_name: str | None = None
    assignee: str | None = None
    first_responder: str | None = None
    outcome: str = ""
    resolved_at: datetime | None = None

    @classmethod
    def of(cls, facts: RequestFacts) -> Self:
        """Return the round that ``facts`` stand in, its work not told yet."""
        return cls.model_validate(facts, from_attributes=True)

    @classmethod
    def done(cls, event: RequestResolved) -> Self:
        """Return the round whose work ``event`` tells."""
        told = {"outcome": event.outcome, "resolved_at": event.resolved_at}
        return cls.of(event.request).model_copy(update=told)

    @property
    def survey_id(self) -> str:
        """Return the id of the survey about it."""
        return survey_id_of(self.request_id, self.round)
