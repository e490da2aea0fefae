"""Show a forum: to an owner with their own seat, to the staff with everybody's."""

from datetime import datetime
from typing import Self

from services.survey.domain.campaigns.audience import Audience
from services.survey.domain.forums.forum import Forum, Stage
from services.survey.domain.forums.question import Question
from services.survey.domain.forums.seating import Guest, Limits
from services.survey.domain.owner import Owner
from shared.contracts.forums import ForumKind, SeatState, Settled
from shared.web.operation import View


class ForumPage(View):
    """What an owner reads; ``seat`` is their household's, ``ahead`` how many wait before them."""

    forum_id: str
    kind: ForumKind
    title: str
    venue: str
    starts_at: datetime
    sign_up_by: datetime
    stage: Stage
    agenda: list[str]
    seats: int
    taken: int
    waiting: int
    seat: SeatState | None
    ahead: int | None
    minutes: bool

    @classmethod
    def of(cls, forum: Forum, owner: Owner | None = None) -> Self:
        """Return a forum as an owner, or nobody in particular, reads it."""
        waiting = _those(forum, SeatState.WAITING)
        mine = forum.guest(owner.household) if owner else None
        waits = mine is not None and mine.state is SeatState.WAITING
        return cls(
            forum_id=forum.id,
            kind=forum.kind,
            title=forum.title,
            venue=forum.venue,
            starts_at=forum.starts_at,
            sign_up_by=forum.sign_up_by,
            stage=forum.stage,
            agenda=forum.agenda,
            seats=forum.limits.seats,
            taken=len(_those(forum, SeatState.SEATED)),
            waiting=len(waiting),
            seat=mine.state if mine else None,
            ahead=waiting.index(mine) if mine and waits else None,
            minutes=forum.stage is Stage.PUBLISHED,
        )


class GuestView(View):
    """A household that has signed up, as the staff see it."""

    household: str
    owner_id: str
    building: str
    floor: int | None
    band: str
    state: SeatState
    signed_at: datetime

    @classmethod
    def of(cls, guest: Guest, limits: Limits) -> Self:
        """Return a guest."""
        return cls(
            household=guest.household,
            owner_id=guest.owner_id,
            building=guest.building,
            floor=guest.floor,
            band=limits.band(guest.floor),
            state=guest.state,
            signed_at=guest.signed_at,
        )


class ForumView(ForumPage):
    """What the staff read: who comes from where, and how far the invitations are."""

    limits: Limits
    audience: Audience
    inviting: bool
    guests: list[GuestView]

    @classmethod
    def of(cls, forum: Forum, owner: Owner | None = None) -> Self:
        """Return a forum as the staff read it."""
        return cls(
            **dict(ForumPage.of(forum, owner)),
            limits=forum.limits,
            audience=forum.audience,
            inviting=forum.sending,
            guests=[GuestView.of(guest, forum.limits) for guest in forum.guests],
        )


class ForumPages(View):
    """Some of them; ``cursor`` goes on where this page ends."""

    forums: list[ForumPage]
    cursor: str | None = None


class QuestionView(View):
    """A question of the minutes; the staff also see whose it was and which request or promise."""

    question_id: str
    text: str
    how: Settled | None
    answer: str
    number: str | None
    became: str | None
    owner_id: str | None
    request_id: str | None
    promise_id: str | None

    @classmethod
    def of(cls, one: Question, became: str | None, *, staff: bool) -> Self:
        """Return a question with what has become of it."""
        outcome = one.outcome
        pledge = outcome and outcome.pledge
        return cls(
            question_id=one.id,
            text=one.text,
            how=outcome.how if outcome else None,
            answer=outcome.answer if outcome else "",
            number=outcome.number if outcome else None,
            became=became,
            owner_id=one.asker.owner_id if staff else None,
            request_id=outcome.request_id if outcome and staff else None,
            promise_id=pledge.promise_id if pledge else None,
        )


class Minutes(View):
    """What was said; ``report`` is the company's word about its work."""

    forum_id: str
    title: str
    stage: Stage
    held_at: datetime | None
    report: str
    questions: list[QuestionView]


def _those(forum: Forum, state: SeatState) -> list[Guest]:
    return [guest for guest in forum.guests if guest.state is state]
