"""Keep who may log in, as the estate's files have it, and tell when a row has changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.contracts.event import Place
from shared.contracts.people import OwnerChanged, OwnerErased, StaffChanged
from shared.contracts.phone import Phone
from shared.contracts.words import Category, Outlet, Role
from shared.kernel.aggregate import Aggregate

NOBODY: Final = "-"


@dataclass(slots=True, frozen=True, kw_only=True)
class OwnerParticulars:
    """What the files say of an owner (业主基本信息: 姓名、房号、联系方式; policy.zh.md 三.1)."""

    household_id: str
    name: str
    place: Place
    phone: Phone | None = None
    wechat_openid: str | None = None
    outlets: tuple[Outlet, ...] = ()


@dataclass(slots=True, frozen=True, kw_only=True)
class StaffParticulars:
    """What the files say of a member of staff."""

    name: str
    role: Role
    username: str
    department: str | None = None
    skills: tuple[Category, ...] = ()
    buildings: tuple[str, ...] = ()
    phone: Phone | None = None
    wechat_openid: str | None = None


@dataclass(slots=True, kw_only=True)
class Owner(Aggregate):
    """A household member registered for a room (业主)."""

    particulars: OwnerParticulars
    active: bool = True
    erased_at: datetime | None = None
    left_at: datetime | None = None
    by_hand: bool = False
    bound: str | None = None  # by the owner's own word; "": unbound, None: as the files have it

    @property
    def openid(self) -> str | None:
        """Return the owner's WeChat: what they bound themselves wins over the files."""
        return (self.particulars.wechat_openid if self.bound is None else self.bound) or None

    def bind(self, openid: str) -> bool:
        """Make ``openid`` the owner's WeChat; tell whether anything changed."""
        if self.openid == openid or not self.active:
            return False
        self.bound = openid
        self.tell()
        return True

    def unbind(self, openid: str) -> bool:
        """Make ``openid`` the owner's no more; another one stays."""
        if self.openid != openid:
            return False
        self.bound = ""
        self.tell()
        return True

    def register(self, said: OwnerParticulars) -> None:
        """Let somebody in by hand: the files need not know of them yet."""
        self.particulars, self.active, self.left_at, self.by_hand = said, True, None, True
        self.tell()

    def leave(self, at: datetime) -> None:
        """End the account of who has sold, let or moved; the room's requests stay with the room."""
        self.active, self.left_at = False, at
        self.tell()

    def erase(self, at: datetime) -> None:
        """Forget who this was; the files do not bring them back under the same number."""
        nobody = OwnerParticulars(household_id=NOBODY, name="", place=Place())
        self.particulars, self.active, self.erased_at = nobody, False, at
        self.bound = None
        self.tell()
        self.record(OwnerErased(owner_id=self.id))

    def tell(self) -> None:
        """Record the particulars as they will stand once this is saved."""
        known = self.particulars
        self.record(
            OwnerChanged(
                owner_id=self.id,
                household_id=known.household_id,
                name=known.name,
                place=known.place,
                phone=known.phone,
                wechat_openid=self.openid,
                outlets=known.outlets,
                active=self.active,
                version=self.version + 1,
            )
        )


@dataclass(slots=True, kw_only=True)
class Staff(Aggregate):
    """A member of staff; may log in while active and once a password has been set."""

    particulars: StaffParticulars
    active: bool = True

    def tell(self) -> None:
        """Record the particulars as they will stand once this is saved."""
        known = self.particulars
        self.record(
            StaffChanged(
                staff_id=self.id,
                name=known.name,
                role=known.role,
                department=known.department,
                skills=known.skills,
                buildings=known.buildings,
                phone=known.phone,
                wechat_openid=known.wechat_openid,
                active=self.active,
                version=self.version + 1,
            )
        )


def revise_owner(owner: Owner, wanted: OwnerParticulars | None) -> bool:
    """Make ``owner`` what the files say (None: gone from them); tell whether anything changed.

    Files may be older than what was done by hand: whoever was moved in stays, and whoever left
    comes back only under other particulars than those they left with.
    """
    if owner.erased_at is not None or (wanted is None and owner.by_hand):
        return False
    if owner.left_at is not None and wanted == owner.particulars:
        return False
    same = owner.active is (wanted is not None) and wanted in (None, owner.particulars)
    if same and not owner.by_hand:
        return False
    owner.active, owner.by_hand, owner.left_at = wanted is not None, False, None
    owner.particulars = wanted or owner.particulars
    owner.tell()
    return True


def revise_staff(staff: Staff, wanted: StaffParticulars | None) -> bool:
    """Make ``staff`` what the files say (None: gone from them); tell whether anything changed."""
    if staff.active is (wanted is not None) and wanted in (None, staff.particulars):
        return False
    staff.active = wanted is not None
    staff.particulars = wanted or staff.particulars
    staff.tell()
    return True
