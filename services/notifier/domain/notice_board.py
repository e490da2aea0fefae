"""Say what handlers need to know of notices otherwise than by their id."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from services.notifier.domain.contact import Contact
from services.notifier.domain.notice import Notice


class NoticeBoard(Protocol):
    """Finds notices, keeps whom each goes to, and who has read it."""

    async def due(self, now: datetime) -> Sequence[Notice]:
        """Return notices that must be looked at by ``now``."""
        ...

    async def current(self, estate: str, now: datetime) -> Sequence[Notice]:
        """Return what owners may read now, newest first."""
        ...

    async def drafted(self, estate: str, before: datetime, last: str = "") -> Sequence[Notice]:
        """Return a page of all notices from before a place, newest first."""
        ...

    async def owners(self, estate: str) -> Sequence[Contact]:
        """Return everybody whom a notice may be for."""
        ...

    async def write_down(self, notice: Notice, people: Sequence[str]) -> None:
        """Keep whom a notice goes to; what was written down first stands."""
        ...

    async def whom(self, notice_id: str) -> Sequence[str]:
        """Return whom a notice goes to, in the order in which they are told."""
        ...

    async def readings(self, notice_id: str) -> Mapping[str, datetime]:
        """Return who has read a notice, and when."""
        ...

    async def read_by(self, person: str, notices: Collection[str]) -> Mapping[str, datetime]:
        """Return which of these somebody has read, and when."""
        ...

    async def turn(self, notice: Notice, now: datetime, most: int) -> datetime | None:
        """Take one of the hour's ``most`` turns; return when there is one if all are taken."""
        ...

    async def is_withdrawn(self, notice_id: str) -> bool:
        """Tell whether a notice has been taken back, as of a second ago."""
        ...

    async def forget(self, estate: str, owner: str) -> None:
        """Take somebody's id out of the lists."""
        ...
