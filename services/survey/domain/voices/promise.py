"""A promise to owners (承诺): who keeps it until when, how it goes, kept or given up."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self

from services.survey.domain.staff import Team
from services.survey.domain.voices.chasing import Chase, Step
from services.survey.domain.voices.refusals import BadPledge, PromiseOver
from services.survey.domain.voices.rules import SuggestionRules
from services.survey.domain.workdays import WorkDays
from shared.contracts.event import Place
from shared.contracts.requests import Reporter
from shared.contracts.suggestions import (
    Pledge,
    PromiseDue,
    PromiseEnded,
    PromiseMade,
    PromiseMoved,
)
from shared.kernel.aggregate import Aggregate


class Faith(StrEnum):
    """Where a promise stands."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"


@dataclass(slots=True, kw_only=True)
class Progress:
    """How it goes, for the owners to read."""

    at: datetime
    by: str
    note: str


@dataclass(slots=True, kw_only=True)
class Delay:
    """A day that was put off: until when it was to be, who moved it, and why."""

    at: datetime
    by: str
    due_before: datetime
    reason: str


@dataclass(slots=True, kw_only=True)
class Promise(Aggregate):
    """What was promised to ``reporter`` and to the whole estate; ``source`` is what it came of."""

    pledge: Pledge
    number: str
    source: str
    reporter: Reporter
    made_at: datetime
    chase: Chase
    faith: Faith = Faith.OPEN
    progress: list[Progress] = field(default_factory=list)
    delays: list[Delay] = field(default_factory=list)
    ended_at: datetime | None = None
    next_at: datetime | None = None

    @classmethod
    def of(
        cls, pledge: Pledge, told: tuple[str, str, Reporter], estate: str, made_at: datetime
    ) -> Self:
        """Return a promise that nobody has been told of; ``told``: number, source, to whom."""
        number, source, reporter = told
        return cls(
            id=pledge.promise_id,
            estate=estate,
            pledge=pledge,
            number=number,
            source=source,
            reporter=reporter,
            made_at=made_at,
            chase=Chase(due_at=pledge.due_at, remind_at=pledge.due_at),
        )

    def schedule(self, rules: SuggestionRules, days: WorkDays) -> None:
        """Start its clock, or start it anew for another day."""
        self.chase = rules.keep_by(self.pledge.due_at, days)
        self.next_at = self.chase.next_at

    def make(self, rules: SuggestionRules, days: WorkDays) -> None:
        """Start its clock, and tell its keeper."""
        self.schedule(rules, days)
        self.record(
            PromiseMade(
                pledge=self.pledge,
                number=self.number,
                reporter=self.reporter,
                recipients=(self.pledge.keeper,),
            )
        )

    def remind(self, now: datetime, team: Team) -> None:
        """Remind the keeper before its day, and tell the managers when that has come."""
        keeper = (self.pledge.keeper,)
        for step in self.chase.steps_due(now) if self.faith is Faith.OPEN else ():
            self.record(
                PromiseDue(
                    pledge=self.pledge,
                    number=self.number,
                    reporter=self.reporter,
                    step=step,
                    recipients=team.managers if step is Step.MANAGERS else keeper,
                )
            )
        self.next_at = self.chase.next_at if self.faith is Faith.OPEN else None

    def note(self, by: str, at: datetime, note: str) -> None:
        """Write down how it goes."""
        self._check_open()
        self.progress.append(Progress(at=at, by=by, note=note))

    def move(self, by: str, at: datetime, reason: str, until: datetime) -> None:
        """Give it another day; the owner is told the old one, the new one and the reason.

        Raises ``PromiseOver`` or ``BadPledge``; ``schedule`` starts the clock anew afterwards.
        """
        self._check_open()
        if until <= at or until == self.pledge.due_at:
            raise BadPledge("新的日期要在今天以后，并且和原来的不同，请改日期。")
        before = self.pledge.due_at
        self.delays.append(Delay(at=at, by=by, due_before=before, reason=reason))
        self.pledge = self.pledge.model_copy(update={"due_at": until})
        self.record(
            PromiseMoved(
                pledge=self.pledge,
                number=self.number,
                reporter=self.reporter,
                due_before=before,
                reason=reason,
                moved_at=at,
                by=by,
                recipients=(self.pledge.keeper,),
            )
        )

    def end(self, by: str, at: datetime, note: str, *, kept: bool) -> None:
        """Say that it was kept, or will not be and why; the owner is told either way."""
        self._check_open()
        self.faith = Faith.KEPT if kept else Faith.BROKEN
        self.progress.append(Progress(at=at, by=by, note=note))
        self.ended_at, self.next_at = at, None
        self.record(
            PromiseEnded(
                pledge=self.pledge,
                number=self.number,
                reporter=self.reporter,
                kept=kept,
                note=note,
                ended_at=at,
            )
        )

    def forget(self) -> None:
        """Take out to whom it was made; it stands before the estate all the same."""
        home = self.reporter.place
        self.reporter = Reporter(place=Place(building=home.building) if home else None)

    def late(self, now: datetime) -> bool:
        """Tell whether its day went by before it was kept."""
        return (self.ended_at or now) > self.pledge.due_at

    def _check_open(self) -> None:
        if self.faith is not Faith.OPEN:
            raise PromiseOver("这项承诺已经了结，不能再改；请另作一项。")
