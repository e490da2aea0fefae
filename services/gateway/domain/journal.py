"""Keep what an import is about to do until it is done, so that a crash leaves no half of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Final

from services.gateway.domain.accounts import OwnerParticulars, StaffParticulars
from services.gateway.domain.site import Site
from shared.kernel.aggregate import Aggregate
from shared.kernel.errors import TooLarge

GRACE: Final = timedelta(seconds=30)
MOST: Final = 20_000


class TooManyChanges(TooLarge):
    """More accounts would change than one import may hold."""

    slug: ClassVar[str] = "import-too-large"

    def __init__(self) -> None:
        super().__init__(f"一次最多更新 {MOST} 个账号，请分成几份导入。")


@dataclass(slots=True, frozen=True, kw_only=True)
class OwnerEntry:
    """An owner's account as it shall be; ``said`` None: ended."""

    id: str
    said: OwnerParticulars | None


@dataclass(slots=True, frozen=True, kw_only=True)
class StaffEntry:
    """An account of a member of staff as it shall be; ``said`` None: ended."""

    id: str
    said: StaffParticulars | None


@dataclass(slots=True, frozen=True, kw_only=True)
class Password:
    """Whose password becomes which, hashed."""

    id: str
    hashed: str


@dataclass(slots=True, kw_only=True)
class Import(Aggregate):
    """One import; once it has been saved all of it happens, whoever finishes it.

    After ``next_at`` any replica may go on with it; a finished one holds nothing any more.
    """

    begun_at: datetime
    owners: tuple[OwnerEntry, ...] = ()
    staff: tuple[StaffEntry, ...] = ()
    passwords: tuple[Password, ...] = ()
    site: Site | None = None
    next_at: datetime | None = None
    forget_at: datetime | None = None

    def begin(self) -> None:
        """Make it one that others finish if need be; raises ``TooManyChanges``."""
        if len(self.owners) + len(self.staff) > MOST:
            raise TooManyChanges
        self.next_at = self.begun_at + GRACE

    def finish(self, at: datetime) -> None:
        """Hold nothing any more: all of it has been done."""
        self.owners, self.staff, self.passwords, self.site = (), (), (), None
        self.next_at, self.forget_at = None, at
