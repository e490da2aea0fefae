"""Conversations, drafts and staff, found and paged over the real wire protocol."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import ClientSession

from services.intake.app import rounds_of, work_of
from services.intake.domain.conversation import Standing
from services.intake.domain.message import Kind, Message
from services.intake.handlers import conversations, drafts, owners, staff, talks
from services.intake.jobs import Rounds
from services.intake.ports import Work
from services.intake.settings import Settings
from shared.contracts.envelope import Cause, read
from shared.contracts.people import StaffChanged
from shared.contracts.words import Channel, Role
from shared.kernel.errors import Seen
from shared.runtime.mongo import open_database
from shared.store.mongo import Store
from tests.support.intake import NOON, an_owner, cause

LATE = NOON + timedelta(minutes=31)


@dataclass(slots=True)
class Service:
    """Intake's store on a real server, without its doors."""

    store: Store
    work: Callable[[Cause], Work]
    told: list[str] = field(default_factory=list)

    def at(self, identity: str) -> Work:
        """Return work for one cause."""
        return self.work(cause(identity))

    def rounds(self, minutes: float) -> Rounds:
        """Return the loops' turns as one process takes them then."""
        made = rounds_of(self.store, self.work)
        made.clock = lambda: NOON + timedelta(minutes=minutes)
        return made


@pytest_asyncio.fixture
async def service(mongo_url: str, namespace: str) -> AsyncIterator[Service]:
    settings = Settings(
        amqp_url="amqp://nowhere",
        mongo_url=mongo_url,
        namespace=namespace,
        jwt_public_keys_file=Path("none"),
    )
    told: list[str] = []

    async def publish(kind: str, identity: str, body: bytes) -> None:
        told.append(read(body).type)

    async with open_database(settings, "intake") as database, ClientSession() as pool:
        store = Store(database, publish, source="intake")
        work = await work_of(store, database, settings, pool)
        async with store.running():
            yield Service(store, work, told)


async def asked(service: Service, owner_id: str = "owner-1") -> str:
    reporter = an_owner(owner_id)
    await owners.learn(reporter, service.at(f"owner-{owner_id}"))
    known = await service.at("look").book.by_id("sample", owner_id)
    assert known is not None
    work = service.at(f"ask-{owner_id}")
    return (await talks.ask("几点开门?", Channel.APP, known.reporter, owner_id, work)).id


async def test_two_processes_page_a_question_once(service: Service) -> None:
    await asked(service)
    for who, role in (("c01", Role.CLERK), ("h01", Role.HEAD)):
        told = StaffChanged(staff_id=who, name=who, role=role, version=1, department="service")
        await staff.learn(told, service.at(f"staff-{who}"))
    one, other = service.rounds(31), service.rounds(31)
    await asyncio.gather(one.questions(), other.questions())
    await asyncio.gather(one.questions(), other.questions())
    await asyncio.sleep(0.2)
    assert service.told.count("conversation.unanswered.v1") == 1


async def test_what_waits_is_found_by_its_moment_and_by_its_standing(service: Service) -> None:
    identity = await asked(service)
    lists = service.at("look").talks
    assert await lists.waiting(NOON) == []
    assert [one.id for one in await lists.waiting(LATE)] == [identity]
    assert [o.id for o in await lists.listed("sample", Standing.WAITING, LATE)] == [identity]
    assert await lists.listed("other", Standing.WAITING, LATE) == []
    assert [one.id for one in await lists.of_owner("sample", "owner-1")] == [identity]


async def test_a_turn_repeated_hears_what_was_answered_first(service: Service) -> None:
    await owners.learn(an_owner(), service.at("owner"))
    known = await service.at("look").book.at("sample", "oABC-123_x")
    begun = Message(kind=Kind.MENU, sender="oABC-123_x", account="gh", key="k1", text="REPORT")
    first = await conversations.hear(begun, service.at("m1"))
    assert await drafts.begin(begun, known[0], service.at("m1")) == first


async def test_a_draft_that_fell_silent_is_taken_in_by_one_of_two(service: Service) -> None:
    await owners.learn(an_owner(), service.at("owner"))
    for key, kind, text in (("k1", Kind.MENU, "REPORT"), ("k2", Kind.TEXT, "灯坏了")):
        said = Message(kind=kind, sender="oABC-123_x", account="gh", key=key, text=text)
        await conversations.hear(said, service.at(key))
    await asyncio.gather(service.rounds(11).drafts(), service.rounds(11).drafts())
    await asyncio.sleep(0.2)
    asked_for = await service.at("look").receipts.of_owner("sample", "owner-1")
    assert [one.text for one in asked_for] == ["灯坏了"]
    assert service.told.count("request.submitted.v1") == 1


async def test_a_command_met_twice_is_seen(service: Service) -> None:
    identity = await asked(service)
    await talks.take(identity, "c01", "唐天佑", service.at("take"))
    with pytest.raises(Seen):
        await talks.take(identity, "c01", "唐天佑", service.at("take"))
