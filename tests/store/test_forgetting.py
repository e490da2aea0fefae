"""What is old is forgotten in place, what an owner asks for at once, what is open when it ends."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.contracts.envelope import Cause
from shared.contracts.phone import Phone, seal_with
from shared.kernel.aggregate import Aggregate
from shared.runtime.mongo import Database, open_database
from shared.runtime.settings import ServiceSettings
from shared.store.forgetting import Forgetting, Shelf
from shared.store.mongo import Kept, Store
from tests.unit.shared.test_phone import PHONE, ring

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class Matter(Aggregate):
    """Something of somebody's; ``open`` while it is still needed."""

    whose: str
    at: datetime
    phone: Phone | None = None
    open: bool = False


class Keeping:
    """A store with one shelf of matters, and what forgets them."""

    def __init__(self, database: Database) -> None:
        self.store = Store(database, _unheard, source="things")
        self.kept: Kept[Matter] = self.store.repository(Matter, "matters")
        shelf = Shelf(kept=self.kept, owner="whose", at="at", days=365, forget=_forget)
        self.memory = Forgetting((shelf,), {}, lambda: NOW)

    async def put(self, name: str, *, days: int = 1, still: bool = False) -> None:
        """Keep o1's matter of so many days ago."""
        at = NOW - timedelta(days=days)
        matter = Matter(id=name, estate="sample", whose="o1", at=at, phone=PHONE, open=still)
        await self.kept.under(_because(name)).save(matter)

    async def close(self, name: str) -> None:
        """Let it be over."""
        repository = self.kept.under(_because(f"close-{name}"))
        matter = await repository.get(name)
        matter.open = False
        await repository.save(matter)

    async def pass_time(self) -> None:
        """Do all that the job has to do now."""
        while await self.memory.turn():
            pass

    async def whose(self, name: str) -> str:
        """Return whom it is kept under."""
        return (await self.kept.under(_because("look")).get(name)).whose


@pytest.fixture
async def keeping(mongo_url: str, namespace: str, tmp_path: Path) -> AsyncIterator[Keeping]:
    settings = ServiceSettings(
        amqp_url="amqp://unused",
        mongo_url=mongo_url,
        jwt_public_keys_file=tmp_path,
        namespace=namespace,
    )
    async with open_database(settings, "matters") as database:
        found = Keeping(database)
        async with found.store.running(), found.memory.running():
            yield found


async def test_what_is_old_is_forgotten_and_what_is_new_is_not(keeping: Keeping) -> None:
    await keeping.put("old", days=400)
    await keeping.put("new", days=300)
    await keeping.pass_time()
    assert [await keeping.whose(one) for one in ("old", "new")] == ["", "o1"]


async def test_what_is_old_but_open_is_forgotten_once_it_is_over(keeping: Keeping) -> None:
    await keeping.put("slow", days=400, still=True)
    await keeping.pass_time()
    still = await keeping.whose("slow")
    await keeping.close("slow")
    await keeping.pass_time()
    assert (still, await keeping.whose("slow")) == ("o1", "")


async def test_an_owner_who_asks_is_forgotten_at_once(keeping: Keeping) -> None:
    await keeping.put("new")
    await keeping.memory.erase("o1", _because("erase"))
    assert await keeping.whose("new") == ""


async def test_what_the_owner_has_open_is_forgotten_once_it_is_over(keeping: Keeping) -> None:
    await keeping.put("at-work", still=True)
    await keeping.memory.erase("o1", _because("erase"))
    await keeping.close("at-work")
    await keeping.pass_time()
    assert await keeping.whose("at-work") == ""


async def test_the_owner_reads_their_number_in_clear_and_the_database_does_not(
    keeping: Keeping,
) -> None:
    seal_with(ring)
    await keeping.put("new")
    held = await keeping.memory.held("sample", "o1")
    raw = await keeping.kept.collection.find_one({"_id": "new"})
    assert held.items[0].says["phone"] == PHONE
    assert PHONE not in repr(raw)


async def test_another_estate_s_owner_of_the_same_number_sees_nothing(keeping: Keeping) -> None:
    await keeping.put("new")
    assert (await keeping.memory.held("elsewhere", "o1")).items == ()


async def test_a_new_key_seals_again_what_an_older_one_or_none_has(keeping: Keeping) -> None:
    await keeping.put("plain")
    seal_with(ring)
    await keeping.kept.resealer.turn()
    raw = await keeping.kept.collection.find_one({"_id": "plain"})
    assert PHONE not in repr(raw)


async def _forget(matter: Matter, _: datetime) -> bool:
    if not matter.open:
        matter.whose, matter.phone = "", None
    return not matter.open


def _because(name: str) -> Cause:
    return Cause(id=name, estate="sample", at=NOW, correlation=name)


async def _unheard(kind: str, identity: str, body: bytes) -> None:
    """Nobody listens."""
