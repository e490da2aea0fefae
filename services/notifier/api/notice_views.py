"""Say what is sent and shown of notices (公告)."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from services.notifier.domain.addressees import Reached, Scope
from services.notifier.domain.notice import Notice, Standing, Wording
from shared.contracts.event import Id
from shared.contracts.words import Outlet
from shared.web.operation import Form, Sometime, View

Building = Annotated[str, StringConstraints(min_length=1, max_length=20)]
Unit = Annotated[str, StringConstraints(pattern=r"^[^\s-]{1,20}-[^\s-]{1,20}$")]


class ScopeForm(Form):
    """Whom it is for, all of these together; nothing at all is the whole estate."""

    buildings: Annotated[tuple[Building, ...], Field(max_length=200)] = ()
    units: Annotated[tuple[Unit, ...], Field(max_length=500)] = ()
    owners: Annotated[tuple[Id, ...], Field(max_length=5000)] = ()


class NoticeForm(Form):
    """A notice as it is drafted; a unit is ``3-2``, an emergency goes out at once, by all ways."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    text: Annotated[str, StringConstraints(min_length=1, max_length=2000)]
    scope: ScopeForm = ScopeForm()
    emergency: bool = False
    must_read: bool = False
    expires_at: Sometime | None = None

    @property
    def wording(self) -> Wording:
        """Return it as the domain has it."""
        scope = self.scope
        return Wording(
            title=self.title,
            text=self.text,
            scope=Scope(buildings=scope.buildings, units=scope.units, owners=scope.owners),
            emergency=self.emergency,
            must_read=self.must_read,
            expires_at=self.expires_at,
        )


class SendForm(Form):
    """When it goes out, now if nothing is said, and how many recipients the sender was shown."""

    at: Sometime | None = None
    counted: Annotated[int, Field(ge=1)] | None = None


class WithdrawForm(Form):
    """Why it is taken back."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Place(Form):
    """Where to go on: the ``cursor`` of the page before."""

    cursor: Annotated[str, StringConstraints(max_length=200)] | None = None


class Offset(Form):
    """From which of the recipients on; ``unread`` leaves out who has read it."""

    cursor: Annotated[int, Field(ge=0)] = 0
    unread: bool = False


class CountView(View):
    """How many are meant, how many of them cannot be reached at all or want no notices.

    ``by_outlet``: by which way the others are tried first; an emergency goes by all ways.
    """

    people: int
    unreachable: int
    muted: int
    by_outlet: dict[Outlet, int]


class NoticeView(View):
    """A notice as the staff see it; it can be undone until ``due_at``."""

    notice_id: str
    title: str
    text: str
    scope: ScopeForm
    emergency: bool
    must_read: bool
    standing: Standing
    drafted_by: str
    drafted_at: datetime
    recipients: int
    told: int
    sent_by: str | None = None
    due_at: datetime | None = None
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    expires_at: datetime | None = None
    withdrawn_by: str | None = None
    reason: str = ""


class NoticesView(View):
    """Notices, newest first."""

    notices: tuple[NoticeView, ...]
    cursor: str | None = None


class PostedView(View):
    """A notice as an owner sees it."""

    notice_id: str
    title: str
    text: str
    emergency: bool
    must_read: bool
    published_at: datetime
    expires_at: datetime | None = None
    read_at: datetime | None = None


class BoardView(View):
    """What an owner may read now, newest first; ``unread`` of them must still be read."""

    notices: tuple[PostedView, ...]
    unread: int


class ReaderView(View):
    """One recipient, and when they read it."""

    owner_id: str
    name: str
    room: str
    read_at: datetime | None = None


class ReadersView(View):
    """Who has read a notice and who has not; ``cursor`` leads on."""

    recipients: int
    read: int
    readers: tuple[ReaderView, ...]
    cursor: int | None = None


def view_of(notice: Notice) -> NoticeView:
    """Show a notice to the staff."""
    said = notice.wording
    scope = ScopeForm(
        buildings=said.scope.buildings, units=said.scope.units, owners=said.scope.owners
    )
    return NoticeView(
        notice_id=notice.id,
        title=said.title,
        text=said.text,
        scope=scope,
        emergency=said.emergency,
        must_read=said.must_read,
        standing=notice.standing,
        drafted_by=notice.drafted_by,
        drafted_at=notice.drafted_at,
        recipients=notice.recipients,
        told=notice.done,
        sent_by=notice.sent_by,
        due_at=notice.due_at,
        begun_at=notice.begun_at,
        ended_at=notice.ended_at,
        expires_at=said.expires_at,
        withdrawn_by=notice.withdrawn_by,
        reason=notice.reason,
    )


def posted_of(notice: Notice, read_at: datetime | None) -> PostedView:
    """Show a notice to an owner."""
    said = notice.wording
    return PostedView(
        notice_id=notice.id,
        title=said.title,
        text=said.text,
        emergency=said.emergency,
        must_read=said.must_read,
        published_at=notice.begun_at or notice.drafted_at,
        expires_at=said.expires_at,
        read_at=read_at,
    )


def count_of(found: Reached) -> CountView:
    """Show a count."""
    return CountView(
        people=found.people,
        unreachable=found.unreachable,
        muted=found.muted,
        by_outlet=dict(found.by_outlet),
    )
