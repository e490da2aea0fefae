"""Keep who may log in, as the estate's files have it, and tell when a row has changed."""

from dataclasses import dataclass

from shared.contracts.event import Place
from shared.contracts.people import OwnerChanged, StaffChanged
from shared.contracts.words import Category, Outlet, Role
from shared.kernel.aggregate import Aggregate


@dataclass(slots=True, frozen=True, kw_only=True)
class OwnerParticulars:
    """What the files say of an owner (业主基本信息: 姓名、房号、联系方式; policy.zh.md 三.1)."""

    household_id: str
    name: str
    place: Place
    phone: str | None = None
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
    phone: str | None = None
    wechat_openid: str | None = None


@dataclass(slots=True, kw_only=True)
class Owner(Aggregate):
    """A household member registered for a room (业主)."""

    particulars: OwnerParticulars
    active: bool = True

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
                wechat_openid=known.wechat_openid,
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
    """Make ``owner`` what the files say (None: gone from them); tell whether anything changed."""
    if owner.active is (wanted is not None) and wanted in (None, owner.particulars):
        return False
    owner.active = wanted is not None
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
