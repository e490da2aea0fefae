"""Announcements (公告): what the property company tells many owners at once."""

from typing import ClassVar

from shared.contracts.event import Event, Id, Moment


class NoticePublished(Event):
    """A notice goes out to ``recipients`` owners; no buildings and no units: the whole estate."""

    type: ClassVar[str] = "notice.published.v1"
    awaited: ClassVar[bool] = False

    notice_id: Id
    title: str
    text: str
    emergency: bool = False
    must_read: bool = False
    published_at: Moment
    expires_at: Moment | None = None
    recipients: int = 0
    buildings: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    path: str = ""


class NoticeWithdrawn(Event):
    """A notice no longer holds; whoever has not had it will not get it."""

    type: ClassVar[str] = "notice.withdrawn.v1"
    awaited: ClassVar[bool] = False

    notice_id: Id
    title: str
    reason: str
