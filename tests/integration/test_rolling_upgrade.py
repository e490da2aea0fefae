"""While a roll-out lasts, messages and documents of two versions meet, and none is lost or dead."""

import asyncio
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import aio_pika
import orjson
import pytest
from aiohttp import ClientSession

from deploy.dead.dead import replay
from deploy.local.environment import environment_of
from deploy.local.ports import free_ports
from deploy.local.probes import answers_http
from deploy.local.process import Process
from deploy.local.stack import ROOT
from shared.bus.consumer import consuming
from shared.bus.publisher import open_publisher
from shared.bus.subscriptions import on
from shared.bus.topology import Topology
from shared.contracts.envelope import Cause, Envelope, wrap
from shared.contracts.notifications import PageAcknowledged
from shared.contracts.people import StaffChanged
from shared.kernel.clock import utc_now
from shared.runtime.settings import ServiceSettings
from tests.support.eventually import eventually
from tests.support.hearing import Ear, envelope_of, hearing, send, the_dead
from tests.support.installation import Installation, installed
from tests.support.matter import People
from tests.support.things import because
from tests.support.tokens import Tokens

EARLIER: Final = "0a84a5e"
MANY: Final = 60
Body = dict[str, Any]


def _as_it_is(body: Body) -> Body:
    return body


def _of_an_older_version(body: Body) -> Body:
    """Leave out everything that a first version may not have had."""
    needed = StaffChanged.model_json_schema()["required"]
    return {**body, "data": {key: body["data"][key] for key in needed}}


def _of_a_newer_version(body: Body) -> Body:
    """Add to the message and to its envelope what a later version may say."""
    return {**body, "tenant": "later", "data": {**body["data"], "pronoun": "later", "more": [1]}}


VERSIONS: Final = (_as_it_is, _of_an_older_version, _of_a_newer_version)


async def test_messages_of_three_versions_in_one_queue_are_heard_by_both_its_consumers(
    settings: ServiceSettings,
) -> None:
    first, second = Ear(), Ear()
    async with AsyncExitStack() as stack:
        for ear in (first, second):
            rows = (on(StaffChanged, ear),)
            consumer = await stack.enter_async_context(
                consuming(settings, "router", rows, lambda cause: cause, utc_now)
            )
            await asyncio.wait_for(consumer.consuming.wait(), 20)
        publish = await stack.enter_async_context(open_publisher(settings, "gateway"))
        for number in range(MANY):
            body = orjson.loads(envelope_of(f"w{number}").to_json())
            said = VERSIONS[number % len(VERSIONS)](body)
            await publish(StaffChanged.type, str(said["id"]), orjson.dumps(said))
        await eventually(lambda: len(first.heard) + len(second.heard) == MANY)
    assert set(first.heard + second.heard) == {f"w{number}" for number in range(MANY)}
    assert await the_dead(settings) == []


def _page() -> Envelope:
    event = PageAcknowledged(
        notification_id="n", staff_id="w01", request_id="r", acknowledged_at=utc_now()
    )
    return wrap(event, cause=because(), source="notifier", subject="n")


async def _replayed(settings: ServiceSettings) -> int:
    connection = await aio_pika.connect(settings.amqp_url)
    async with connection:
        channel = await connection.channel()
        return await replay(channel, Topology("router", settings.namespace), None)


async def test_types_that_an_older_build_does_not_know_wait_until_all_are_new(
    settings: ServiceSettings,
) -> None:
    """What only later builds say is put aside whole, harms nobody, and is heard afterwards."""
    page, praise = _page(), _page().model_copy(update={"type": "staff.praised.v1", "id": "p1"})
    older, heard = Ear(), list[str]()

    async def newer(event: PageAcknowledged, _: Cause) -> None:
        heard.append(event.request_id)

    async with hearing(settings, older) as publisher:
        for said in (page, praise):
            queue = Topology("router", settings.namespace).queue
            await publisher.to_queue(queue, said.type, said.id, said.to_json(), {})
        await send(publisher, envelope_of("w01"))
        await eventually(lambda: older.heard == ["w01"])
        await eventually(partial(_dead_are, settings, {page.id, praise.id}))
    rows = (on(StaffChanged, older), on(PageAcknowledged, newer))
    async with consuming(settings, "router", rows, lambda cause: cause, utc_now) as consumer:
        await asyncio.wait_for(consumer.consuming.wait(), 20)
        assert await _replayed(settings) == 2
        await eventually(lambda: heard == ["r"])
        await eventually(partial(_dead_are, settings, {praise.id}))
    [left] = await the_dead(settings)
    assert (left.reason, left.body) == (
        "unknown-message-type: no such type: staff.praised.v1",
        praise.to_json(),
    )


async def _dead_are(settings: ServiceSettings, ids: set[str]) -> bool:
    return {one.identity for one in await the_dead(settings)} == ids


def _archive() -> bytes:
    command = ("git", "archive", "--format=tar", EARLIER, "shared", "services", "deploy")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"this copy of the project has no commit {EARLIER}")
    return done.stdout


def _earlier_router(tree: Path, environment: Mapping[str, str], port: int) -> Process:
    return Process(
        name="earlier-router",
        command=(sys.executable, "-c", _RUN.format(tree=str(tree))),
        environment={**environment, "HTTP_PORT": str(port)},
        log=tree.parent / "log" / "earlier-router.jsonl",
        answers=partial(answers_http, port, "/ready"),
    )


_RUN: Final = (
    "import sys; sys.path.insert(0, {tree!r}); import runpy; "
    "runpy.run_module('services.router', run_name='__main__', alter_sys=True)"
)


@pytest.fixture
def hudong(tmp_path: Path, amqp_url: str, mongo_url: str, namespace: str) -> Iterator[Installation]:
    servers = {"AMQP_URL": amqp_url, "MONGO_URL": mongo_url, "NAMESPACE": namespace}
    with pytest.MonkeyPatch.context() as environment:
        for name in ("ADDRESS_BURST", "ACCOUNT_BURST"):
            environment.setenv(name, "100000")
        with installed(tmp_path, servers) as found:
            yield found


@pytest.fixture
def earlier(hudong: Installation, tmp_path: Path) -> Iterator[Process]:
    """Yield a router of an earlier build that shares queue and database with the present one."""
    tree = tmp_path / "earlier"
    with tarfile.open(fileobj=BytesIO(_archive())) as archive:
        archive.extractall(tree, filter="data")
    (tmp_path / "log").mkdir(exist_ok=True)
    port = free_ports()["ROUTER_PORT"]
    process = _earlier_router(tree, environment_of("router", hudong.place), port)
    try:
        process.start()
        process.wait_ready()
        yield process
    finally:
        process.stop()


@pytest.mark.slow
async def test_two_builds_of_a_service_work_off_one_queue_and_understand_each_others_requests(
    hudong: Installation, earlier: Process
) -> None:
    async with ClientSession(hudong.door) as door:
        people = People(door, Tokens(hudong.place.keys))
        owner, manager = people.owner(), people.staff("m01")
        asked = [
            (await owner.done("/api/v1/app/requests", {"text": f"{n}号路灯不亮"}))["request_id"]
            for n in range(24)
        ]

        async def all_are_there() -> bool:
            found = [await manager.get(f"/api/v1/requests/{one}") for one in asked]
            return all(one.status == 200 and one.json.get("assignee") for one in found)

        await eventually(all_are_there, 240)
        told = partial(_handled, hudong.log_of("notifier"), "request.assigned.v1")
        await eventually(lambda: told() == len(asked), 60)
        async with ClientSession(f"http://127.0.0.1:{_port(earlier)}") as other:
            before = People(other, people.tokens).staff("m01")
            seen = [(await before.get(f"/api/v1/requests/{one}")).status for one in asked]
    assert set(seen) == {200}
    assert not [one for one in _lines(earlier.log) if "trace" in one], "not the earlier build"
    assert _handled(earlier.log) > 0
    assert _handled(hudong.log_of("router")) > 0
    for log in (earlier.log, *map(hudong.log_of, ("router", "notifier", "survey", "intake"))):
        assert not [one for one in _lines(log) if one.get("settled") == "dead"]


def _port(process: Process) -> int:
    return int(process.environment["HTTP_PORT"])


def _lines(log: Path) -> list[Body]:
    return [orjson.loads(line) for line in log.read_bytes().splitlines() if line[:1] == b"{"]


def _handled(log: Path, kind: str = "request.submitted.v1") -> int:
    return sum(one.get("settled") == "ack" and one.get("type") == kind for one in _lines(log))
