"""Open pages hear what concerns them, and nothing else."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.gateway.api import events
from services.gateway.consumers import Ear
from services.gateway.domain.audience import Line
from services.gateway.domain.ended import Ended
from shared.contracts.envelope import Cause, Envelope, wrap
from shared.contracts.requests import Reporter, RequestSubmitted
from shared.contracts.words import Channel, Role
from shared.kernel.clock import utc_now
from tests.component.gateway.conftest import Gateway
from tests.support.gateway import lines_of


def line(identity: str, owner: str = "o1", estate: str = "sample") -> Line:
    return Line(
        id=identity,
        type="request.accepted.v1",
        request_id=f"r-{identity}",
        number="AAAA-BBBB",
        status="accepted",
        time=utc_now(),
        estate=estate,
        owner=owner,
    )


@asynccontextmanager
async def listening(
    gateway: Gateway, who: str = "o1", role: Role = Role.OWNER, last: str | None = None
) -> AsyncIterator[AsyncIterator[str]]:
    headers = gateway.tokens.header(role, who)
    if last is not None:
        headers["Last-Event-ID"] = last
    async with gateway.client.get("/api/v1/events", headers=headers) as response:
        lines = lines_of(response.content)
        assert await anext(lines) == "retry: 2000"
        yield lines


async def next_of(lines: AsyncIterator[str]) -> str:
    return await asyncio.wait_for(anext(lines), 5)


async def test_an_owner_hears_of_their_own_request(gateway: Gateway) -> None:
    async with listening(gateway) as lines:
        gateway.hub.tell(line("e1"))
        assert await next_of(lines) == "id: e1"
        told = json.loads((await next_of(lines)).removeprefix("data: "))
        assert set(told) == {"type", "request_id", "number", "status", "time"}


async def test_an_owner_never_hears_of_anothers(gateway: Gateway) -> None:
    async with listening(gateway) as lines:
        gateway.hub.tell(line("e1", owner="o2"))
        gateway.hub.tell(line("e2", estate="other"))
        gateway.hub.tell(line("e3"))
        assert await next_of(lines) == "id: e3"


async def test_a_page_that_comes_back_gets_what_it_missed(gateway: Gateway) -> None:
    for number in range(4):
        gateway.hub.tell(line(f"e{number}"))
    async with listening(gateway, last="e1") as lines:
        heard = [await next_of(lines) for _ in range(4)]
    assert heard[::2] == ["id: e2", "id: e3"]


async def test_a_resume_does_not_leak_others_events(gateway: Gateway) -> None:
    gateway.hub.tell(line("e1"))
    gateway.hub.tell(line("e2", owner="o2"))
    gateway.hub.tell(line("e3"))
    async with listening(gateway, last="e1") as lines:
        assert await next_of(lines) == "id: e3"


async def test_a_page_that_missed_too_much_is_told_to_load_anew(gateway: Gateway) -> None:
    async with listening(gateway, last="long-ago") as lines:
        assert await next_of(lines) == "event: reset"


async def test_an_event_heard_twice_is_told_once(gateway: Gateway) -> None:
    async with listening(gateway) as lines:
        for identity in ("e1", "e1", "e2"):
            gateway.hub.tell(line(identity))
        assert [await next_of(lines) for _ in range(3)][::2] == ["id: e1", "id: e2"]


async def test_streams_end_when_the_gateway_drains(gateway: Gateway) -> None:
    async with listening(gateway) as lines:
        gateway.hub.close()
        assert [one async for one in lines] == []


async def test_a_reader_that_does_not_keep_up_is_let_go(gateway: Gateway) -> None:
    async with listening(gateway) as lines:
        for number in range(300):
            gateway.hub.tell(line(f"e{number}"))
        heard = [one async for one in lines if one.startswith("id: ")]
    assert len(heard) == 100


async def test_a_ninth_stream_of_one_account_is_too_many(gateway: Gateway) -> None:
    mine = gateway.tokens.header(Role.OWNER, "o1")
    streams = [await gateway.client.get("/api/v1/events", headers=mine) for _ in range(9)]
    assert [one.status for one in streams] == [200] * 8 + [429]
    for one in streams:
        one.close()


async def test_the_events_are_for_those_who_logged_in(gateway: Gateway) -> None:
    assert (await gateway.client.get("/api/v1/events")).status == 401


async def test_a_message_from_the_bus_reaches_the_page_without_the_owners_words(
    gateway: Gateway,
) -> None:
    async with listening(gateway, "c01", Role.CLERK) as lines:
        await Ear(gateway.hub, Ended()).hear(submitted())
        await next_of(lines)
        assert "漏水" not in await next_of(lines)


async def test_an_event_that_nobody_knows_is_passed_over(gateway: Gateway) -> None:
    await Ear(gateway.hub, Ended()).hear(submitted().model_copy(update={"type": "odd.v9"}))


async def test_a_quiet_stream_says_that_it_is_alive(gateway: Gateway) -> None:
    assert gateway.app[events.BEAT] == 15.0


def submitted() -> Envelope:
    event = RequestSubmitted(
        request_id="r1",
        number="AAAA-BBBB",
        channel=Channel.APP,
        reporter=Reporter(owner_id="o1"),
        text="厨房漏水",
        submitted_at=utc_now(),
    )
    cause = Cause(id="c", estate="sample", at=utc_now(), correlation="r1")
    return wrap(event, cause=cause, source="intake", subject="r1")
