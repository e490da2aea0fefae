"""Be the people of the day: owners with their phones, clerks at the desk, staff on their rounds."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from deploy.story.doors import Answer, Call, Doors
from deploy.story.keyring import Keyring
from deploy.story.phones import Phones
from deploy.story.watch import Watch
from deploy.story.wechat import Platform

HOUSEHOLDS: Final = Path(__file__).parents[1] / "estate" / "households.csv"
VISITORS: Final = {"访客小周": "13900080001", "租户小陈": "13900080002"}
COLLEAGUES: Final = {
    "engineering": ("w01", "w04"),
    "cleaning": ("w11", "w12"),
    "security": ("w21", "w23"),
    "service": ("c01", "c02"),
    "finance": ("f01", "h-fin"),
}
DESK_CLERKS: Final = ("c01", "c02", "c03", "c04")
MANAGER: Final = "m01"
Read = TypeVar("Read", bound=Answer)


@dataclass(slots=True, frozen=True, kw_only=True)
class Owner:
    """An owner as the estate's files have them."""

    owner_id: str
    name: str
    phone: str
    openid: str
    door: str


@dataclass(slots=True, frozen=True)
class Person:
    """Somebody who is logged in."""

    token: str
    doors: Doors

    async def read(self, kind: type[Read], path: str) -> Read:
        """Look something up."""
        return await self.doors.ask(kind, Call(path=path, token=self.token))

    async def do(self, kind: type[Read], path: str, form: dict[str, object]) -> Read:
        """Do something; however often it has to be sent, it is done once."""
        return await self.doors.ask(kind, Call(path=path, form=form, token=self.token))

    async def show(self, messages: Sequence[str]) -> None:
        """Look at messages of the app, which is their receipt."""
        form: dict[str, object] = {"notification_ids": list(messages)}
        await self.doors.knock(Call(path="/api/v1/inbox/read", form=form, token=self.token))


@dataclass(slots=True, frozen=True, kw_only=True)
class Cast:
    """Everybody and everything that the steps of a course need."""

    doors: Doors
    keys: Keyring
    phones: Phones
    watch: Watch
    platform: Platform
    owners: dict[str, Owner]
    pace: float

    async def staff(self, staff_id: str | None) -> Person:
        """Return a member of staff, logged in by password; nobody's work is the manager's."""
        return Person(await self.keys.staff(staff_id or MANAGER), self.doors)

    async def owner(self, name: str) -> Person:
        """Return an owner, logged in by phone and code."""
        owner = self.owners[name]
        return Person(await self.keys.owner(owner.owner_id, owner.phone), self.doors)


def owners_of(path: Path = HOUSEHOLDS) -> dict[str, Owner]:
    """Return the sample estate's owners by their names, which the script calls them by."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["name"]: Owner(
            owner_id=row["owner_id"],
            name=row["name"],
            phone=row["phone"],
            openid=row["wechat_openid"],
            door=f"{row['building']}-{row['unit']}-{row['room']}",
        )
        for row in rows
    }
