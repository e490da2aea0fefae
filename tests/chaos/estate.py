"""Read who lives and who works at the sample estate, and by which addresses they are reached."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.local.stack import ROOT
from shared.contracts.words import Outlet, Role

ESTATE: Final = ROOT / "deploy" / "estate"


@dataclass(slots=True, frozen=True, kw_only=True)
class Resident:
    """An owner with their home."""

    id: str
    name: str
    phone: str
    openid: str
    home: Mapping[str, str]
    outlets: tuple[str, ...]

    @property
    def reads_app(self) -> bool:
        """Tell whether messages reach this owner in the app first."""
        return self.outlets[:1] == (Outlet.APP,)


@dataclass(slots=True, frozen=True, kw_only=True)
class Employee:
    """A member of staff."""

    id: str
    name: str
    role: Role
    department: str
    phone: str
    openid: str


@dataclass(slots=True, frozen=True)
class Estate:
    """Everybody at the estate."""

    residents: tuple[Resident, ...]
    staff: tuple[Employee, ...]

    @property
    def addresses(self) -> dict[str, str]:
        """Return who is behind each telephone number, openid and app account."""
        people: tuple[Resident | Employee, ...] = (*self.residents, *self.staff)
        return {
            address: person.id
            for person in people
            for address in (person.id, person.phone, person.openid)
            if address
        }


def read_estate(folder: Path = ESTATE) -> Estate:
    """Read households and staff from the estate's files."""
    return Estate(
        tuple(
            Resident(
                id=row["owner_id"],
                name=row["name"],
                phone=row["phone"],
                openid=row["wechat_openid"],
                home={name: row[name] for name in ("building", "unit", "room")},
                outlets=tuple(row["outlets"].split(";")),
            )
            for row in _rows(folder / "households.csv")
        ),
        tuple(
            Employee(
                id=row["id"],
                name=row["name"],
                role=Role(row["role"]),
                department=row["department"],
                phone=row["phone"],
                openid=row["wechat_openid"],
            )
            for row in _rows(folder / "staff.csv")
        ),
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    lines = path.read_text("utf-8-sig").splitlines()
    yield from csv.DictReader(line for line in lines if not line.startswith("#"))
