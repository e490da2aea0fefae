"""An opinion or a suggestion (意见和建议): whose, answered by when, and with what reason."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self

from services.survey.domain.campaigns.topics import topics_of
from services.survey.domain.staff import Team
from services.survey.domain.voices.chasing import Chase, Step
from services.survey.domain.voices.masking import masked
from services.survey.domain.voices.refusals import SuggestionOver
from services.survey.domain.voices.rules import SuggestionRules
from services.survey.domain.workdays import WorkDays
from shared.contracts.event import Place, Value
from shared.contracts.requests import Reporter
from shared.contracts.suggestions import (
    Pledge,
    SuggestionAnswered,
    SuggestionDue,
    SuggestionTaken,
)
from shared.kernel.aggregate import Aggregate
from shared.kernel.ids import derived_id, number_of


class Verdict(StrEnum):
    """Where a suggestion stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Heard(Value):
    """How it came: the way in, and the request, conversation or forum that it was part of."""

    at: str = "app"
    request_id: str | None = None
    conversation_id: str | None = None
    forum_id: str | None = None
    taken_by: str | None = None


@dataclass(slots=True, kw_only=True)
class Suggestion(Aggregate):
    """One owner's words. ``responsible`` owes the answer; None: the clerks together.

    ``shown`` is what the estate reads of it once it is answered; empty: nothing.
    """

    reporter: Reporter
    words: str
    heard: Heard
    given_at: datetime
    chase: Chase
    provisional: bool = False
    responsible: str | None = None
    topics: list[str] = field(default_factory=list)
    verdict: Verdict = Verdict.OPEN
    reason: str = ""
    answered_at: datetime | None = None
    answered_by: str | None = None
    pledge: Pledge | None = None
    shown: str = ""
    next_at: datetime | None = None

    @classmethod
    def given(
        cls, reporter: Reporter, words: str, heard: Heard, origin: tuple[str, str, datetime]
    ) -> Self:
        """Return what an owner has just said; ``origin`` is its cause's id, estate and moment."""
        cause, estate, at = origin
        return cls(
            id=derived_id("suggestion", cause),
            estate=estate,
            reporter=reporter,
            words=words,
            heard=heard,
            given_at=at,
            chase=Chase(due_at=at, remind_at=at),
            responsible=heard.taken_by,
            topics=list(topics_of(words)),
        )

    @property
    def number(self) -> str:
        """Return by what people name it on the phone."""
        return number_of(self.id)

    def take(self, rules: SuggestionRules, days: WorkDays, team: Team) -> None:
        """Start the clock of its answer, and tell the owner and whoever owes it."""
        self.schedule(rules, days)
        self.record(
            SuggestionTaken(
                suggestion_id=self.id,
                number=self.number,
                reporter=self.reporter,
                words=self.words,
                due_at=self.chase.due_at,
                recipients=self._answerable(team),
                by=self.heard.taken_by,
            )
        )

    def schedule(self, rules: SuggestionRules, days: WorkDays) -> None:
        """Reckon the clock by what is known of the calendar now; steps taken stay taken."""
        chase = rules.answer_by(self.given_at, days)
        self.chase.move(chase.due_at, chase.remind_at)
        self.provisional = days.provisional(self.given_at, chase.due_at)
        self.next_at = self.chase.next_at

    def remind(self, now: datetime, team: Team) -> None:
        """Remind whoever is due to be reminded."""
        for step in self.chase.steps_due(now) if self.verdict is Verdict.OPEN else ():
            self.record(
                SuggestionDue(
                    suggestion_id=self.id,
                    number=self.number,
                    reporter=self.reporter,
                    words=self.words,
                    due_at=self.chase.due_at,
                    step=step,
                    recipients=team.managers if step is Step.MANAGERS else self._answerable(team),
                )
            )
        self.next_at = self.chase.next_at if self.verdict is Verdict.OPEN else None

    def hand_to(self, staff: str) -> None:
        """Make somebody answerable; raises ``SuggestionOver``."""
        self._check_open()
        self.responsible = staff

    def answer(self, by: str, at: datetime, reason: str, pledge: Pledge | None) -> None:
        """Accept it with a pledge, or decline it without; the owner sees the reason."""
        self._check_open()
        self.verdict = Verdict.ACCEPTED if pledge else Verdict.DECLINED
        self.reason, self.pledge = reason, pledge
        self.answered_by, self.answered_at, self.next_at = by, at, None
        self.record(
            SuggestionAnswered(
                suggestion_id=self.id,
                number=self.number,
                reporter=self.reporter,
                accepted=pledge is not None,
                reason=reason,
                answered_at=at,
                by=by,
                pledge=pledge,
            )
        )

    def show(self, words: str | None) -> None:
        """Let the estate read it: as it is, in other words, or (empty) not at all."""
        self.shown = masked(self.words if words is None else words)

    def forget(self) -> None:
        """Take out who said it, and their own words; what is open ends."""
        home = self.reporter.place
        self.reporter = Reporter(place=Place(building=home.building) if home else None)
        self.words, self.shown = "", ""
        if self.verdict is Verdict.OPEN:
            self.verdict, self.next_at = Verdict.WITHDRAWN, None

    def _answerable(self, team: Team) -> tuple[str, ...]:
        return (self.responsible,) if self.responsible else team.clerks

    def _check_open(self) -> None:
        if self.verdict is not Verdict.OPEN:
            raise SuggestionOver("这条意见已经答复，不能再改；有新的情况请另记一条。")
