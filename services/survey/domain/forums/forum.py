"""A forum or an activity: announced, signed up for, held, and its minutes published."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from services.survey.domain.campaigns.audience import Audience
from services.survey.domain.campaigns.ticket import BUCKETS
from services.survey.domain.forums.question import Outcome, Question
from services.survey.domain.forums.refusals import (
    BadForumTimes,
    ForumFull,
    ForumMoved,
    ForumNotYet,
    HouseholdSignedUp,
    NotSignedUp,
    QuestionSettledBefore,
    QuestionsOpen,
    QuestionUnknown,
    SignUpOver,
)
from services.survey.domain.forums.seating import LIVE, Guest, Limits, left_over, next_up
from services.survey.domain.terms import CHINA
from shared.contracts.forums import (
    ForumFacts,
    ForumKind,
    QuestionSettled,
    SeatChanged,
    SeatState,
)
from shared.contracts.requests import Reporter
from shared.kernel.aggregate import Aggregate
from shared.kernel.ids import number_of

MOST_GUESTS: Final = 1000
MOST_QUESTIONS: Final = 200
Choice = Callable[[Sequence[Guest], Limits], Guest | None]


class Stage(StrEnum):
    """Where a forum stands."""

    ANNOUNCED = "announced"
    HELD = "held"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


@dataclass(slots=True, kw_only=True)
class Forum(Aggregate):
    """Who comes, what is talked about, and what became of it.

    ``sending`` and ``bucket`` say how far the invitations have come, ``next_at`` when something
    must happen; ``report`` is what the company said of its work.
    """

    kind: ForumKind
    title: str
    venue: str
    starts_at: datetime
    sign_up_by: datetime
    limits: Limits
    audience: Audience
    created_by: str
    agenda: list[str] = field(default_factory=list)
    stage: Stage = Stage.ANNOUNCED
    sending: bool = False
    bucket: int = 0
    filled: bool = False
    next_at: datetime | None = None
    guests: list[Guest] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    report: str = ""
    held_at: datetime | None = None

    @property
    def facts(self) -> ForumFacts:
        """The forum as its events tell it."""
        return ForumFacts(
            forum_id=self.id,
            kind=self.kind,
            title=self.title,
            venue=self.venue,
            starts_at=self.starts_at,
        )

    def announce(self, now: datetime) -> None:
        """Begin to invite; raises ``BadForumTimes``."""
        if not now < self.sign_up_by <= self.starts_at:
            raise BadForumTimes("报名要在现在之后、开始之前截止，请改时间。")
        self.sending, self.next_at = True, now

    def sent(self, bucket: int, next_at: datetime) -> None:
        """Note that a group of households has been invited."""
        self.bucket, self.next_at = bucket + 1, min(next_at, self.sign_up_by)

    def all_sent(self) -> None:
        """Note that every group has been invited."""
        self.sending, self.bucket = False, BUCKETS
        self.next_at = None if self.filled else self.sign_up_by

    def turn(self, now: datetime) -> None:
        """Once sign-up is over, give the seats that quotas kept free to those who wait."""
        if now >= self.sign_up_by:
            self.sending, self.filled, self.next_at = False, True, None
            self._seat(left_over)

    def sign_up(self, guest: Guest) -> None:
        """Give a household a seat, or a place on the waiting list; once more changes nothing."""
        self.check_open(guest.signed_at)
        before = self.guest(guest.household)
        if before and before.owner_id != guest.owner_id:
            raise HouseholdSignedUp("您家已有人报名，一户一席；要换人请先由报名的家人取消。")
        if before:
            return
        if len(self.guests) >= MOST_GUESTS:
            raise ForumFull("报名人数已满，请留意下一次，或直接把意见告诉物业服务中心。")
        self.guests.append(guest)
        self._seat(next_up)
        if guest.state is SeatState.WAITING:
            self._tell(guest)

    def withdraw(self, household: str, at: datetime) -> None:
        """Give a seat back; the next of those waiting moves up. Raises ``NotSignedUp``."""
        guest = self.guest(household)
        if guest is None:
            raise NotSignedUp("您家没有报名，无需取消。")
        if self.stage is not Stage.ANNOUNCED or at >= self.starts_at:
            raise SignUpOver("活动已经开始，不用再取消。")
        guest.state = SeatState.WITHDRAWN
        self._tell(guest)
        self._seat(left_over if self.filled else next_up)

    def guest(self, household: str) -> Guest | None:
        """Return the household's sign-up as long as it stands."""
        live = (one for one in self.guests if one.state in LIVE)
        return next((one for one in live if one.household == household), None)

    def check_open(self, at: datetime) -> None:
        """Pass while households may sign up; raises ``SignUpOver``."""
        if self.stage is not Stage.ANNOUNCED or at >= self.sign_up_by:
            raise SignUpOver("报名已经截止，请留意下一次，或直接把意见告诉物业服务中心。")

    def cancel(self) -> None:
        """Call it off, and tell everybody who has signed up."""
        self._check(Stage.ANNOUNCED)
        self.stage, self.sending, self.next_at = Stage.CANCELLED, False, None
        for guest in self.guests:
            if guest.state in LIVE:
                guest.state = SeatState.CANCELLED
                self._tell(guest)

    def plan(self, agenda: Sequence[str]) -> None:
        """Set what is talked about."""
        self._check(Stage.ANNOUNCED)
        self.agenda = list(agenda)

    def hold(self, at: datetime) -> None:
        """Open the minutes: it is taking place; raises ``ForumNotYet`` before its day."""
        self._check(Stage.ANNOUNCED)
        day = self.starts_at.astimezone(CHINA).date()
        if at.astimezone(CHINA).date() < day:
            raise ForumNotYet(f"还没到 {day.month}月{day.day}日，请当天再开始记录；不开了请取消。")
        self.stage, self.held_at, self.next_at = Stage.HELD, at, None
        self.sending = False

    def ask(self, question: Question) -> None:
        """Write down a question; a repeat of one changes nothing."""
        self._check(Stage.HELD)
        if len(self.questions) >= MOST_QUESTIONS:
            raise ForumFull(f"一次最多记 {MOST_QUESTIONS} 个问题，请把相近的合并。")
        if all(one.id != question.id for one in self.questions):
            self.questions.append(question)

    def settle(self, question_id: str, outcome: Outcome, by: str) -> None:
        """Say what became of a question: answered, a request, or a promise."""
        self._check(Stage.HELD)
        outcome.check()
        question = next((one for one in self.questions if one.id == question_id), None)
        if question is None:
            raise QuestionUnknown("会议记录里没有这个问题，请刷新后再试。")
        if question.outcome:
            raise QuestionSettledBefore("这个问题已经有结果了，有新的情况请另记一条。")
        question.outcome, question.settled_by = outcome, by
        self.record(
            QuestionSettled(
                forum=self.facts,
                question_id=question.id,
                text=question.text,
                how=outcome.how,
                number=outcome.number or number_of(question.id),
                reporter=question.asker,
                answer=outcome.answer,
                request_id=outcome.request_id,
                pledge=outcome.pledge,
            )
        )

    def publish(self, report: str) -> None:
        """Let the estate read the minutes; raises ``QuestionsOpen`` while one has no outcome."""
        self._check(Stage.HELD)
        if unsettled := sum(one.outcome is None for one in self.questions):
            raise QuestionsOpen(f"还有 {unsettled} 个问题没有结果：请逐一写明答复、诉求或承诺。")
        self.stage, self.report = Stage.PUBLISHED, report

    def forget(self, owner_id: str, at: datetime) -> None:
        """Take out an owner: their seat goes to the next, their questions stay, nobody's."""
        for guest in [one for one in self.guests if one.owner_id == owner_id]:
            if self.stage is Stage.ANNOUNCED and guest.state in LIVE and at < self.starts_at:
                guest.state = SeatState.WITHDRAWN
            guest.owner_id = guest.household = ""
        for question in self.questions:
            if question.asker.owner_id == owner_id:
                question.asker = Reporter()
        if self.stage is Stage.ANNOUNCED:
            self._seat(left_over if self.filled else next_up)

    def _seat(self, chosen: Choice) -> None:
        while guest := chosen(self.guests, self.limits):
            guest.state = SeatState.SEATED
            self._tell(guest)

    def _tell(self, guest: Guest) -> None:
        self.record(SeatChanged(forum=self.facts, reporter=guest.reporter, seat=guest.state))

    def _check(self, stage: Stage) -> None:
        if self.stage is not stage:
            raise ForumMoved(_MOVED[self.stage])


_MOVED: Final = {
    Stage.ANNOUNCED: "还没有开始，请先点“开始”(hold)再记会议记录。",
    Stage.HELD: "已经开始，不能再改议程、报名或取消。",
    Stage.PUBLISHED: "会议记录已经公布，不能再改。",
    Stage.CANCELLED: "已经取消，请另发一次通知。",
}
