"""What the estate's files say, once they are free of faults."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.gateway.domain.accounts import OwnerParticulars, StaffParticulars
from shared.contracts.words import Category


@dataclass(frozen=True, slots=True, kw_only=True)
class Building:
    """楼栋: its units by name, and how high it is."""

    name: str
    units: tuple[str, ...]
    floors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Estate:
    """小区."""

    id: str = ""
    name: str = ""
    time_zone: str = "Asia/Shanghai"
    buildings: tuple[Building, ...] = ()
    phone: str | None = None

    def building(self, name: str) -> Building | None:
        """Return the building of that name, or None."""
        return next((each for each in self.buildings if each.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """部门: its head is a staff id."""

    id: str
    name: str
    head: str
    categories: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedStaff:
    """A row of staff.csv."""

    id: str
    particulars: StaffParticulars


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedOwner:
    """A row of households.csv: one member of one household."""

    id: str
    particulars: OwnerParticulars


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Everybody and everything; ``passwords`` are plain, by staff id, and go no further."""

    estate: Estate
    departments: tuple[Department, ...] = ()
    staff: tuple[ListedStaff, ...] = ()
    owners: tuple[ListedOwner, ...] = ()
    passwords: Mapping[str, str] = field(default_factory=dict, repr=False)
