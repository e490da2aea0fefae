"""Do with one request what people did with it in the past, at the moments they would do it."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from pydantic import BaseModel

from services.router.domain.act import Act
from services.router.domain.history import Followed
from services.router.domain.request import Request
from services.router.domain.simulation.past import Done, Past, Rest
from services.router.domain.simulation.presence import Presence
from shared.contracts.arrangements import RequestOffered
from shared.contracts.requests import (
    RequestAccepted,
    RequestAssigned,
    RequestEscalated,
    RequestFedBack,
    RequestReopened,
    RequestResolved,
)
from shared.contracts.surveys import SurveyAnswered
from shared.contracts.words import Outlet, Status
from shared.kernel.errors import Refused

Step = Callable[[Act], None]
Planned = tuple[datetime, str | None, Step]
_WAITS: Final = frozenset({Status.SUBMITTED, Status.ASSIGNED})
_OVER: Final = frozenset({Status.CLOSED, Status.CANCELLED})
_FOLLOWED: Final = Followed("过往记录", "过往记录")


@dataclass(slots=True)
class Case:
    """A request on its way; what the rules refuse on that way simply does not happen.

    Whoever has been told (given the request, or paged about it) takes it on after as many minutes
    as it took in the past, the first of them wins; the rest follows from the acceptance.
    """

    request: Request
    past: Past
    presence: Presence
    touched_at: datetime
    look_at: datetime | None = None
    planned: int = 0
    _told: set[str] = field(default_factory=set)
    _hand: int = 0

    @property
    def over(self) -> bool:
        """Tell whether nothing more can happen."""
        return not self.planned or self.request.status in _OVER

    @property
    def moved(self) -> bool:
        """Tell whether something has happened since it was last settled."""
        return bool(self.request.events) or self.request.next_at != self.look_at

    @property
    def done(self) -> Done:
        """Return what was done in this round."""
        return self.past.done(self.request.round)

    def followed_until(self, length: timedelta) -> datetime:
        """Return until when it is looked at: so long after the last touch, or as far as known."""
        forgotten = self.touched_at + length
        return min(forgotten, self.past.known_until or forgotten)

    def hear(self, at: datetime) -> Iterator[Planned]:
        """Yield what people will do because of the events that the request has yet to tell."""
        for event in self.request.events:
            yield from self._told_by(event, at)
            yield from self._moved_by(event, at)

    def look(self, act: Act) -> None:
        """Do what the sweep does, if this is still the moment that the request asked for."""
        if self.request.next_at and self.request.next_at <= act.at:
            self.request.look(act)

    def cancel(self, act: Act) -> None:
        """End it on the owner's word."""
        with suppress(Refused):
            self.request.cancel(act, "过往记录")

    def _told_by(self, event: BaseModel, at: datetime) -> Iterator[Planned]:
        if isinstance(event, RequestAssigned):
            self._hand, self._told = self._hand + 1, set()
            yield from self._told_to((event.request.assignee,), at)
        elif isinstance(event, RequestEscalated | RequestOffered):
            yield from self._told_to(event.recipients, at)

    def _moved_by(self, event: BaseModel, at: datetime) -> Iterator[Planned]:
        if isinstance(event, RequestAccepted) and event.by:
            yield from self._work(event.by, at)
        elif isinstance(event, RequestResolved):
            yield from self._after(self.done.feed_back, at, None, self._feed_back)
        elif isinstance(event, RequestFedBack):
            yield from self._after(self.done.answer, at, None, self._answer)
        elif isinstance(event, RequestReopened):
            yield from self._followed_up(at)

    def _told_to(self, people: tuple[str | None, ...], at: datetime) -> Iterator[Planned]:
        if self.request.status not in _WAITS or self.done.accept is None:
            return
        for one in people:
            if one and one not in self._told:
                self._told.add(one)
                moment = self.presence.after(one, at, self.done.accept, self.past.counts)
                yield moment, one, partial(self._accept, self._hand)

    def _accept(self, hand: int, act: Act) -> None:
        if hand == self._hand and self.request.status in _WAITS:
            with suppress(Refused):
                self.request.accept(act)

    def _work(self, by: str, at: datetime) -> Iterator[Planned]:
        hand, done = self._hand, self.done
        counts = self.past.counts_at_work(self.request.urgency)
        for rest in done.pauses:
            pausing = partial(self._pause, hand, rest)
            yield self.presence.after(by, at, rest.after, counts), by, pausing
            resumes = self.presence.after(by, at, rest.after, counts)
            yield resumes + timedelta(minutes=rest.lasts), by, partial(self._if, hand, _resume)
        if done.arrive is not None:
            yield self.presence.after(by, at, done.arrive, counts), by, self._step(hand, _arrive)
        if done.resolve is not None:
            yield self.presence.after(by, at, done.resolve, counts), by, self._step(hand, _resolve)

    def _step(self, hand: int, move: Callable[[Request, Act], None]) -> Step:
        return partial(self._if, hand, move)

    def _if(self, hand: int, move: Callable[[Request, Act], None], act: Act) -> None:
        if hand == self._hand:
            with suppress(Refused):
                move(self.request, act)

    def _pause(self, hand: int, rest: Rest, act: Act) -> None:
        self._if(hand, lambda request, it: request.pause(it, rest.reason), act)

    def _after(
        self, minutes: float | None, at: datetime, by: str | None, step: Step
    ) -> Iterator[Planned]:
        if minutes is not None:
            yield at + timedelta(minutes=minutes), by, step

    def _followed_up(self, at: datetime) -> Iterator[Planned]:
        caller, minutes = self.request.first_responder, self.done.follow_up
        if caller and minutes is not None:
            yield self.presence.after(caller, at, minutes, self.past.counts), caller, self._call

    def _call(self, act: Act) -> None:
        with suppress(Refused):
            self.request.log_call(act, True, "过往记录", _FOLLOWED)

    def _feed_back(self, act: Act) -> None:
        self.request.feed_back(act, Outlet.APP, act.at)

    def _answer(self, act: Act) -> None:
        satisfied, request = self.done.satisfied, self.request
        rating = 5 if satisfied else 2
        answer = SurveyAnswered(
            survey_id=f"{request.id}-{request.round}",
            request_id=request.id,
            speed=rating,
            effect=rating,
            attitude=rating,
            solved=satisfied,
            satisfied=satisfied,
            answered_at=act.at,
            round=request.round,
        )
        with suppress(Refused):
            request.hear_survey(act, answer)


def _resume(request: Request, act: Act) -> None:
    request.resume(act)


def _arrive(request: Request, act: Act) -> None:
    request.arrive(act)


def _resolve(request: Request, act: Act) -> None:
    request.resolve(act, "过往记录")
