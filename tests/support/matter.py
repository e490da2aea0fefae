"""Have one quiet request lie there, for others to try bad things on."""

import asyncio
from dataclasses import dataclass

from aiohttp import ClientSession

from shared.contracts.words import Role
from tests.support.caller import Caller, person
from tests.support.eventually import eventually
from tests.support.installation import Installation
from tests.support.tokens import Tokens

OWNER = "o019"
NEIGHBOUR = "o012"


@dataclass(slots=True, frozen=True)
class Matter:
    """A request of ``OWNER``'s that is assigned and that nobody has accepted."""

    request_id: str
    assignee: str

    @property
    def path(self) -> str:
        """Return where it is found."""
        return f"/api/v1/requests/{self.request_id}"


@dataclass(slots=True, frozen=True)
class People:
    """Anybody at the public door, with a token signed as the gateway signs."""

    session: ClientSession
    tokens: Tokens

    def owner(self, owner_id: str = OWNER, estate: str = "sample") -> Caller:
        """Return an owner of the register, at home in their room."""
        row = person("households.csv", "owner_id", owner_id)
        home = {name: row[name] for name in ("building", "unit", "room")}
        token = self.tokens(Role.OWNER, owner_id, estate=estate, name=row["name"], place=home)
        return Caller(self.session).bearing(token)

    def staff(self, staff_id: str, estate: str = "sample") -> Caller:
        """Return a member of staff of the register."""
        row = person("staff.csv", "id", staff_id)
        token = self.tokens(
            Role(row["role"]), staff_id, estate=estate, department=row["department"]
        )
        return Caller(self.session).bearing(token)

    def admin(self) -> Caller:
        """Return the administrator."""
        return Caller(self.session).bearing(self.tokens(Role.ADMIN, "admin"))

    def nobody(self) -> Caller:
        """Return somebody who has not logged in."""
        return Caller(self.session)


def matter_at(hudong: Installation) -> Matter:
    """Have the owner ask for something that is not pressing; return it once it is assigned."""
    return asyncio.run(_asked(hudong))


async def _asked(hudong: Installation) -> Matter:
    async with ClientSession(hudong.door) as session:
        owner = People(session, Tokens(hudong.place.keys)).owner()
        told = await owner.done("/api/v1/app/requests", {"text": "小区绿化带的草该修剪了"})
        matter = Matter(told["request_id"], "")

        async def is_settled() -> bool:
            found = await owner.get(matter.path)
            sent = await owner.get(f"{hudong.sandbox}/messages", about=matter.request_id)
            return found.status == 200 and len(sent.json["messages"]) >= 2

        await eventually(is_settled)
        found = await owner.get(matter.path)
        return Matter(told["request_id"], found.json["assignee"])
