"""Keep an announcement (公告): drafted, sent after a moment to take it back, read or withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Final

from services.notifier.domain.addressees import Scope
from shared.contracts.notices import NoticePublished, NoticeWithdrawn
from shared.kernel.aggregate import Aggregate
from shared.kernel.errors import Refused, WrongMove


class Standing(StrEnum):
    """Where a notice stands."""

    DRAFT = "draft"
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


NEXT: Final[Mapping[Standing, frozenset[Standing]]] = {
    Standing.DRAFT: frozenset({Standing.WAITING, Standing.WITHDRAWN}),
    Standing.WAITING: frozenset({Standing.DRAFT, Standing.SENDING, Standing.WITHDRAWN}),
    Standing.SENDING: frozenset({Standing.SENT, Standing.WITHDRAWN}),
    Standing.SENT: frozenset({Standing.WITHDRAWN}),
    Standing.WITHDRAWN: frozenset(),
}
PUBLIC: Final = frozenset({Standing.SENDING, Standing.SENT})
SPOKEN: Final[Mapping[Standing, str]] = {
    Standing.DRAFT: "还是草稿",
    Standing.WAITING: "正等待发送",
    Standing.SENDING: "正在发送",
    Standing.SENT: "已经发出",
    Standing.WITHDRAWN: "已经撤回",
}
UNDO: Final = timedelta(seconds=15)
LEASE: Final = timedelta(seconds=10)
PATH: Final = "/#notices"
LAPSED: Final = "轮到发出时已过有效期，没有发给任何人。仍要通知的请改有效期后重新起草。"


class NobodyMeant(Refused):
    """Nobody is in the notice's scope."""

    slug: ClassVar[str] = "notice-for-nobody"

    def __init__(self) -> None:
        super().__init__("没有符合范围的业主，请检查楼栋、单元或名单后再发送。")


class CountChanged(Refused):
    """There are more or fewer recipients than whoever sends it was shown."""

    slug: ClassVar[str] = "notice-count-changed"

    def __init__(self, found: int) -> None:
        super().__init__(f"收件人数现在是 {found} 人，与确认时不同，请核对后再发送。")


class Expired(Refused):
    """It would be over before it went out."""

    slug: ClassVar[str] = "notice-expired"

    def __init__(self) -> None:
        super().__init__("公告的有效期早于发送时间，请改有效期后再发送。")


@dataclass(slots=True, frozen=True, kw_only=True)
class Wording:
    """What a notice says, to whom, how urgently and for how long."""

    title: str
    text: str
    scope: Scope = field(default_factory=Scope)
    emergency: bool = False
    must_read: bool = False
    expires_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class Notice(Aggregate):
    """A notice; ``next_at`` is when the round must look at it, ``done`` how many have been told.

    Whom it goes to is written down once, when it begins; ``recipients`` is how many they are.
    """

    wording: Wording
    drafted_by: str
    drafted_at: datetime
    standing: Standing = Standing.DRAFT
    sent_by: str | None = None
    due_at: datetime | None = None
    next_at: datetime | None = None
    recipients: int = 0
    done: int = 0
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    withdrawn_by: str | None = None
    reason: str = ""

    def edit(self, wording: Wording) -> None:
        """Change a draft; what is under way must be withdrawn and said anew."""
        if self.standing is not Standing.DRAFT:
            raise WrongMove(
                f"公告{SPOKEN[self.standing]}，不能再改；请先取消发送或撤回后重新起草。"
            )
        self.wording = wording

    def send(self, by: str, at: datetime | None, now: datetime) -> None:
        """Let it go out ``at`` a moment, or now; an emergency at once, others can be undone."""
        pause = timedelta() if self.wording.emergency else UNDO
        due = max(at or now, now + pause)
        if self.is_over(due):
            raise Expired
        self._move(Standing.WAITING)
        self.sent_by, self.due_at, self.next_at = by, due, due

    def undo(self) -> None:
        """Take it back before it has gone to anybody."""
        self._move(Standing.DRAFT)
        self.sent_by = self.due_at = self.next_at = None
        self.reason = ""

    def put_off(self, until: datetime, reason: str) -> None:
        """Wait for its turn in the hour."""
        self.due_at, self.next_at, self.reason = until, until, reason

    def lapse(self, now: datetime) -> bool:
        """Tell whether it is over before it has gone to anybody, and end it if so."""
        if not self.is_over(now):
            return False
        self._move(Standing.WITHDRAWN)
        self.reason, self.ended_at, self.next_at = LAPSED, now, None
        return True

    def begin(self, recipients: int, now: datetime) -> None:
        """Start telling ``recipients`` people, by the list that is written down."""
        self._move(Standing.SENDING)
        self.recipients, self.begun_at, self.next_at = recipients, now, now + LEASE
        self.reason = ""
        self.record(published(self))

    def go_on(self, told: int, now: datetime, hold: timedelta = LEASE) -> None:
        """Note that so many more have been told, and hold it for the next of them."""
        self.done, self.next_at = self.done + told, now + hold
        if self.done >= self.recipients:
            self._move(Standing.SENT)
            self.ended_at, self.next_at = now, None

    def withdraw(self, by: str, reason: str, now: datetime) -> None:
        """Take it off the board; who has not had it will not get it."""
        public = self.standing in PUBLIC
        self._move(Standing.WITHDRAWN)
        self.withdrawn_by, self.reason, self.ended_at, self.next_at = by, reason, now, None
        if public:
            title = self.wording.title
            self.record(NoticeWithdrawn(notice_id=self.id, title=title, reason=reason))

    def stands(self, now: datetime) -> bool:
        """Tell whether owners may read it now."""
        return self.standing in PUBLIC and not self.is_over(now)

    def is_over(self, at: datetime) -> bool:
        """Tell whether it holds no more."""
        expires_at = self.wording.expires_at
        return expires_at is not None and expires_at <= at

    def _move(self, to: Standing) -> None:
        if to not in NEXT[self.standing]:
            raise WrongMove(f"公告{SPOKEN[self.standing]}，不能这样做；请刷新后按现在的状态操作。")
        self.standing = to


@dataclass(slots=True, kw_only=True)
class Reading(Aggregate):
    """That somebody has opened a notice; made once."""

    notice: str
    person: str
    read_at: datetime


def published(notice: Notice) -> NoticePublished:
    """Return what is told of a notice that goes out, and what its messages are written from."""
    said = notice.wording
    return NoticePublished(
        notice_id=notice.id,
        title=said.title,
        text=said.text,
        emergency=said.emergency,
        must_read=said.must_read,
        published_at=notice.begun_at or notice.drafted_at,
        expires_at=said.expires_at,
        recipients=notice.recipients,
        buildings=said.scope.buildings,
        units=said.scope.units,
        path=PATH,
    )
