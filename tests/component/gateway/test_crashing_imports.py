"""An import that breaks off in the middle is finished by itself, or has changed nothing."""

from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import FormData

from services.gateway.domain.accounts import Owner
from services.gateway.domain.journal import GRACE, Import
from services.gateway.jobs import Rounds
from shared.contracts.envelope import Cause
from shared.contracts.words import Role
from shared.kernel.errors import Unavailable
from shared.store.port import Repository
from tests.component.gateway.conftest import Gateway
from tests.component.gateway.test_directory_door import put
from tests.component.gateway.test_sheets import HEAD, PATH, bring
from tests.support.estate_files import FILES
from tests.support.memory import Memory
from tests.support.sheets import Cell, xlsx

NAMES = {"岳小川", "贺新年", "郑百川"}
ROWS: list[list[Cell]] = [
    ["1栋2单元602", "岳小川", "13900000009"],
    ["1栋2单元602", "贺新年", "13900000010"],
    ["1栋2单元601", "郑百川", "13900000011"],
]


@dataclass(slots=True)
class Fuse:
    """How many saves there are before the database goes away; None: it stays."""

    left: int | None = None


@dataclass(slots=True)
class Fused:
    """A repository that goes away when its fuse has burnt down."""

    inner: Repository[Any]
    fuse: Fuse

    async def get(self, identity: str) -> Any:
        return await self.inner.get(identity)

    async def find(self, identity: str) -> Any:
        return await self.inner.find(identity)

    async def save(self, aggregate: Any) -> None:
        if self.fuse.left == 0:
            raise Unavailable("gone")
        if self.fuse.left is not None:
            self.fuse.left -= 1
        await self.inner.save(aggregate)


class FusedMemory(Memory[Any]):
    """A collection with a fuse."""

    def __init__(self, fuse: Fuse, memory: Memory[Any]) -> None:
        super().__init__(kept=memory.kept, handled=memory.handled)
        self.fuse = fuse

    def under(self, cause: Cause) -> Repository[Any]:
        return Fused(super().under(cause), self.fuse)


@pytest.fixture
async def fuse(gateway: Gateway) -> Fuse:
    """Load the estate, and put a fuse before the accounts and the journal."""
    await put(gateway, FILES)
    found, ledger = Fuse(), gateway.ledger
    ledger.owners = FusedMemory(found, ledger.owners)
    ledger.imports = FusedMemory(found, ledger.imports)
    return found


async def crash(gateway: Gateway, fuse: Fuse, saves: int) -> None:
    """Bring the sheet, and have the database go away after some saves."""
    fuse.left = saves
    form = FormData()
    form.add_field("file", xlsx([HEAD, *ROWS]), filename="台账.xlsx")
    admin = gateway.tokens.header(Role.ADMIN, "admin")
    answer = await gateway.client.post(
        PATH, params={"kind": "households"}, data=form, headers=admin
    )
    assert answer.status == 503
    fuse.left = None


def there(gateway: Gateway) -> set[str]:
    kept = gateway.ledger.owners.kept.values()
    return NAMES & {one.particulars.name for one in kept if isinstance(one, Owner) and one.active}


def unfinished(gateway: Gateway) -> list[Import]:
    return [one for one in gateway.ledger.imports.kept.values() if one.next_at]


async def turn(gateway: Gateway) -> None:
    ledger = gateway.ledger
    await Rounds(lists=ledger, work=ledger.work, clock=gateway.clock).imports()


async def test_what_breaks_off_before_it_is_written_down_has_changed_nothing(
    gateway: Gateway, fuse: Fuse
) -> None:
    await crash(gateway, fuse, saves=0)
    gateway.clock.move(minutes=1)
    await turn(gateway)
    assert (there(gateway), unfinished(gateway)) == (set(), [])


@pytest.mark.parametrize("saves", [1, 2, 3, 4])
async def test_what_breaks_off_in_the_middle_is_finished_by_itself(
    gateway: Gateway, fuse: Fuse, saves: int
) -> None:
    await crash(gateway, fuse, saves)
    assert len(there(gateway)) == saves - 1
    gateway.clock.move(seconds=GRACE.total_seconds())
    await turn(gateway)
    assert (there(gateway), unfinished(gateway)) == (NAMES, [])


async def test_nobody_meddles_with_an_import_that_may_still_be_under_way(
    gateway: Gateway, fuse: Fuse
) -> None:
    await crash(gateway, fuse, saves=2)
    await turn(gateway)
    assert len(there(gateway)) == 1


async def test_an_older_import_does_not_overtake_a_newer_one(gateway: Gateway, fuse: Fuse) -> None:
    await crash(gateway, fuse, saves=2)
    [first] = there(gateway)
    left = next(row for row in ROWS if row[1] not in (first,))
    await bring(gateway, xlsx([HEAD, [left[0], left[1], "13900000099"]]))
    gateway.clock.move(minutes=1)
    await turn(gateway)
    kept = gateway.ledger.owners.kept.values()
    phones = {one.particulars.phone for one in kept if one.particulars.name == left[1]}
    assert phones == {"13900000099"}


async def test_what_is_finished_holds_nobodys_particulars(gateway: Gateway, fuse: Fuse) -> None:
    await bring(gateway, xlsx([HEAD, *ROWS]))
    assert {(one.owners, one.staff) for one in gateway.ledger.imports.kept.values()} == {((), ())}
