"""Play long stories through the real domain in virtual time, and keep what was told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydantic import BaseModel

from services.router.domain.calendar import Stretch
from services.router.domain.request import Request
from services.router.domain.rules import Rules
from services.router.domain.simulation.past import Done, Past
from services.router.domain.simulation.presence import Presence
from services.router.domain.simulation.replay import Replay, verdict_of
from shared.contracts.requests import RequestEscalated
from shared.contracts.words import Category, ClockName, Urgency
from tests.support.routing import ZONE, at, rules_of


@dataclass(slots=True)
class Story:
    """What came of a replay: the requests by their submission, and every event with its moment."""

    requests: list[Request] = field(default_factory=list)
    told: list[tuple[datetime, str, BaseModel]] = field(default_factory=list)

    def hear(self, request: Request, moment: datetime) -> None:
        self.told += [(moment, request.id, event) for event in request.events]

    def pages(self) -> list[tuple[datetime, str, RequestEscalated]]:
        """Return who was paged when about what."""
        return [(m, i, e) for m, i, e in self.told if isinstance(e, RequestEscalated)]


def past(when: str, urgency: Urgency = Urgency.GENERAL, *rounds: Done, **more: object) -> Past:
    """Return a repair in building 3 that was submitted at ``when``."""
    facts = {"category": Category.REPAIR, "building": "3", **more}
    return Past.model_validate(
        {"submitted_at": at(when), "urgency": urgency, "rounds": rounds, **facts}
    )


def told_by(
    pasts: Sequence[Past], rules: Rules | None = None, outages: Sequence[Stretch] = ()
) -> Story:
    """Replay ``pasts`` and return the story."""
    rules, story = rules or rules_of(), Story()
    ordered = sorted(pasts, key=lambda one: one.submitted_at)
    cases = [(one, verdict_of(one, rules.buildings)) for one in ordered]
    found = Replay(rules, Presence(rules), story.hear, outages).run(cases)
    story.requests = sorted(found, key=lambda one: int(one.id.removeprefix("past-")))
    return story


def due_at(request: Request, name: ClockName) -> str:
    """Return when a clock of the first round is due, in the estate's time."""
    found = next(clock for clock in request.clocks if clock.name is name)
    return f"{found.due_at.astimezone(ZONE):%m-%d %H:%M}"
