"""The sandbox provider and our adapter to it, over real HTTP."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer, unused_port

from deploy.sandbox.app import build
from deploy.sandbox.settings import Settings
from services.notifier.channels.breaker import Breaker
from services.notifier.channels.sandbox import Sandbox, open_session
from services.notifier.ports import Parcel, Rejected
from shared.contracts.words import Outlet
from shared.kernel.errors import Unavailable

SECRET = b"a secret of tests only"
Client = TestClient[web.Request, web.Application]
Open = Callable[..., Awaitable[Client]]


class Receiver:
    """Stands for the notifier's receipt door; turns away the first ``refusals`` receipts."""

    def __init__(self, refusals: int = 0) -> None:
        self.refusals = refusals
        self.taken: asyncio.Queue[tuple[dict[str, str], bool]] = asyncio.Queue()

    async def take(self, request: web.Request) -> web.Response:
        """Take a receipt, noting whether its signature is right."""
        if self.refusals:
            self.refusals -= 1
            return web.Response(status=503)
        ours = hmac.new(SECRET, await request.read(), hashlib.sha256).hexdigest()
        await self.taken.put((await request.json(), ours == request.headers["X-Signature"]))
        return web.Response(status=204)


def parcel(to: str = "13900000001") -> Parcel:
    return Parcel(token="t1", to=to, text="已处理完毕", about="r1", because="request.resolved.v1")


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
async def receipts_url(receiver: Receiver) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/receipts", receiver.take)
    async with TestServer(app) as server:
        yield str(server.make_url("/receipts"))


@pytest.fixture
def opened(aiohttp_client: Open, receipts_url: str, tmp_path: Path) -> Open:
    """Start a sandbox; one that is started again reads the same journal."""
    secret = tmp_path / "secret"
    secret.write_bytes(SECRET)

    async def start(**changed: object) -> Client:
        settings = Settings.model_validate(
            {
                "sandbox_journal": tmp_path / "sandbox.jsonl",
                "receipts_url": receipts_url,
                "receipt_secret_file": secret,
                "receipt_delay_ms": 1,
                **changed,
            }
        )
        return await aiohttp_client(build(settings))

    return start


@pytest.fixture
async def client(opened: Open) -> Client:
    return await opened()


@pytest.fixture
async def sms(client: Client) -> AsyncIterator[Sandbox]:
    async with open_session() as session:
        yield Sandbox(session, str(client.make_url("/")), Outlet.SMS)


async def listed(client: Client, **query: str) -> list[dict[str, object]]:
    answer = await client.get("/messages", params=query)
    messages: list[dict[str, object]] = (await answer.json())["messages"]
    return messages


async def test_what_is_sent_is_listed_with_its_text(sms: Sandbox, client: Client) -> None:
    await sms.send(parcel())
    assert [(m["to"], m["text"], m["posts"]) for m in await listed(client, about="r1")] == [
        ("13900000001", "已处理完毕", 1)
    ]


async def test_a_token_that_comes_again_is_counted_and_is_the_same_message(
    sms: Sandbox, client: Client
) -> None:
    assert await sms.send(parcel()) == await sms.send(parcel())
    assert [m["posts"] for m in await listed(client, repeated="true")] == [2]


async def test_a_token_that_never_came_is_not_found(sms: Sandbox) -> None:
    assert await sms.find(parcel()) is None


async def test_a_token_that_came_is_found(sms: Sandbox) -> None:
    provider_id = await sms.send(parcel(to="13900000000"))
    found = await sms.find(parcel())
    assert found is not None
    assert (found.provider_id, found.delivered_at) == (provider_id, None)


async def test_a_signed_receipt_comes_back(sms: Sandbox, receiver: Receiver) -> None:
    await sms.send(parcel())
    receipt, right = await receiver.taken.get()
    assert (receipt["token"], receipt["status"], right) == ("t1", "delivered", True)


async def test_a_failing_number_gets_a_receipt_that_says_so(
    sms: Sandbox, receiver: Receiver
) -> None:
    await sms.send(parcel(to="13900001111"))
    receipt, _ = await receiver.taken.get()
    found = await sms.find(parcel())
    assert (receipt["status"], found and found.failed) == ("failed", True)


async def test_a_receipt_is_offered_until_it_is_taken(sms: Sandbox, receiver: Receiver) -> None:
    receiver.refusals = 1
    await sms.send(parcel())
    receipt, _ = await receiver.taken.get()
    assert receipt["token"] == "t1"


async def test_a_restart_keeps_messages_and_owes_their_receipts(
    opened: Open, receiver: Receiver
) -> None:
    first = await opened(receipt_delay_ms=60_000)
    await first.post("/sms/messages", json={"token": "t1", "to": "139", "text": "已处理完毕"})
    await first.close()
    second = await opened()
    receipt, _ = await receiver.taken.get()
    assert (len(await listed(second)), receipt["token"]) == (1, "t1")


async def test_a_journal_cut_short_by_a_crash_is_read_up_to_there(
    opened: Open, tmp_path: Path
) -> None:
    first = await opened(receipts_url="")
    await first.post("/app/messages", json={"token": "t1", "to": "o1", "text": "已处理完毕"})
    await first.close()
    with (tmp_path / "sandbox.jsonl").open("ab") as journal:
        journal.write(b'{"seq": 2, "tok')
    assert len(await listed(await opened(receipts_url=""))) == 1


async def test_a_message_after_a_cut_journal_is_kept_as_well(opened: Open, tmp_path: Path) -> None:
    (tmp_path / "sandbox.jsonl").write_bytes(b'{"seq": 2, "tok')
    first = await opened(receipts_url="")
    await first.post("/app/messages", json={"token": "t1", "to": "o1", "text": "已处理完毕"})
    await first.close()
    assert len(await listed(await opened(receipts_url=""))) == 1


async def test_a_message_that_cannot_be_understood_is_rejected_for_good(sms: Sandbox) -> None:
    with pytest.raises(Rejected):
        await sms.send(parcel(to=""))


async def test_a_provider_that_is_away_is_worth_another_try() -> None:
    async with open_session() as session:
        sms = Sandbox(session, f"http://127.0.0.1:{unused_port()}", Outlet.SMS)
        with pytest.raises(Unavailable):
            await sms.send(parcel())


async def test_the_page_holds_no_inline_script(client: Client) -> None:
    page = await (await client.get("/sandbox")).text()
    assert "<script src=" in page
    assert "<script>" not in page


async def test_after_five_failures_the_provider_is_left_alone_for_a_while() -> None:
    now, reached = [0.0], []
    breaker = Breaker(seconds=lambda: now[0])

    async def ask(works: bool) -> None:
        async with breaker.guarding():
            reached.append(works)
            if not works:
                raise Unavailable("away")

    for _ in range(8):
        with pytest.raises(Unavailable):
            await ask(works=False)
    now[0] = 6.0
    await ask(works=True)
    assert reached == [False] * 5 + [True]
