"""Carry past requests through the real aggregate, ladder, clocks and assignment."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from services.router.domain.act import Act
from services.router.domain.calendar import Stretch
from services.router.domain.classify import Verdict, classify
from services.router.domain.loads import Loads
from services.router.domain.request import Request, take_up
from services.router.domain.rules import Rules
from services.router.domain.simulation.agenda import Agenda
from services.router.domain.simulation.case import Case, Step
from services.router.domain.simulation.past import Past
from services.router.domain.simulation.presence import Presence
from shared.contracts.event import Place
from shared.contracts.requests import Reporter, RequestSubmitted

ESTATE: Final = "simulated"
SETTLES: Final = timedelta(days=14)
FOLLOWED: Final = timedelta(days=14)
_KNOWN: Final = ("过往记录",)
_NOBODY: Final = Reporter(name="过往业主")
Hear = Callable[[Request, datetime], None]


def verdict_of(past: Past, buildings: frozenset[str]) -> Verdict:
    """Return what is known of its category and urgency; the classifier says what is not."""
    if past.category and past.urgency:
        return Verdict(
            category=past.category,
            urgency=past.urgency,
            place=None,
            confidence=1.0,
            reasons=_KNOWN,
        )
    said = classify(past.text, buildings)
    return Verdict(
        category=past.category or said.category,
        urgency=past.urgency or said.urgency,
        place=None,
        confidence=said.confidence,
        reasons=said.reasons,
    )


@dataclass(slots=True)
class Replay:
    """One run under one set of rules; ``hear`` is told of each request with its fresh events."""

    rules: Rules
    presence: Presence
    hear: Hear = lambda request, at: None
    outages: Sequence[Stretch] = ()
    _agenda: Agenda = field(init=False)
    _loads: Loads = field(default_factory=Loads)
    _open: dict[str, Case] = field(default_factory=dict)
    _over: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._agenda = Agenda(self.outages)

    def run(self, pasts: Iterable[tuple[Past, Verdict]]) -> Iterator[Request]:
        """Yield each request when nothing more happens to it, at last what is left at the end.

        What nobody touches any more pages for ``FOLLOWED`` and no longer.
        ``pasts`` come in the order of their submission.
        """
        now = None
        for number, (past, verdict) in enumerate(pasts):
            now = past.submitted_at
            self._agenda.put(now, partial(self._begin, f"past-{number}", past, verdict))
            yield from self._until(now)
        if now:
            yield from self._until(now + SETTLES)
        yield from (case.request for case in self._open.values())

    def _until(self, moment: datetime) -> Iterator[Request]:
        while self._agenda.take_until(moment):
            if self._over:
                yield from self._over
                self._over.clear()

    def _begin(self, identity: str, past: Past, verdict: Verdict, at: datetime) -> None:
        request = take_up(_submission(identity, past), verdict, self._act(at, None))
        case = Case(request, past, self.presence, at)
        self._open[identity] = case
        self._settle(case, None, at)
        if past.cancel is not None:
            wanted = past.submitted_at + timedelta(minutes=past.cancel)
            self._plan(case, max(at, wanted), None, case.cancel)

    def _act(self, at: datetime, by: str | None) -> Act:
        return Act(estate=ESTATE, at=at, rules=self.rules, by=by, loads=self._loads.of(ESTATE))

    def _take(self, case: Case, step: Step, by: str | None, at: datetime) -> None:
        case.planned -= 1
        before = case.request.burden
        case.touched_at = at if by else case.touched_at
        step(self._act(at, by))
        if case.moved or not case.planned:
            self._settle(case, before, at)

    def _settle(self, case: Case, before: str | None, at: datetime) -> None:
        """Do what the real router does after a save: count, tell, and look again in time."""
        request = case.request
        self._loads.move(ESTATE, before, request.burden)
        for moment, by, step in case.hear(at):
            self._plan(case, moment, by, step)
        self.hear(request, at)
        request.events.clear()
        self._look_again(case)
        if case.over and request.id in self._open:
            del self._open[request.id]
            self._over.append(request)

    def _look_again(self, case: Case) -> None:
        next_at = case.request.next_at
        if next_at and next_at != case.look_at and next_at < case.followed_until(FOLLOWED):
            self._plan(case, next_at, None, case.look)
        case.look_at = next_at

    def _plan(self, case: Case, at: datetime, by: str | None, step: Step) -> None:
        case.planned += 1
        self._agenda.put(at, partial(self._take, case, step, by))


def _submission(identity: str, past: Past) -> RequestSubmitted:
    place = Place(building=past.building, unit=past.unit) if past.building else None
    return RequestSubmitted(
        request_id=identity,
        number=identity,
        channel=past.channel,
        reporter=_NOBODY,
        text=past.text,
        submitted_at=past.submitted_at,
        place=place,
        taken_by=past.taken_by,
    )
