"""What is told of owners and staff; kept by others as a projection, newest version wins."""

from typing import ClassVar

from shared.contracts.event import Event, Id, Place
from shared.contracts.phone import Phone
from shared.contracts.words import Category, Outlet, Role


class OwnerChanged(Event):
    """An owner's particulars as they stand now (业主基本信息)."""

    type: ClassVar[str] = "owner.changed.v1"

    owner_id: Id
    household_id: Id
    name: str
    place: Place
    version: int
    phone: Phone | None = None
    wechat_openid: str | None = None
    outlets: tuple[Outlet, ...] = ()
    active: bool = True


class StaffChanged(Event):
    """A member of staff's particulars as they stand now."""

    type: ClassVar[str] = "staff.changed.v1"

    staff_id: Id
    name: str
    role: Role
    version: int
    department: str | None = None
    skills: tuple[Category, ...] = ()
    buildings: tuple[str, ...] = ()
    phone: Phone | None = None
    wechat_openid: str | None = None
    active: bool = True


class OwnerErased(Event):
    """An owner asked to be forgotten; whoever keeps anything of theirs takes out who it was."""

    type: ClassVar[str] = "owner.erased.v1"

    owner_id: Id
