"""A service that is told to stop finishes what is in hand, takes nothing new, and ends well."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from aiohttp import ClientConnectionError, ClientSession

from deploy.local.keys import Keys
from deploy.local.ports import free_ports
from deploy.local.probes import answers_http
from deploy.local.process import Process
from tests.support.eventually import eventually
from tests.support.raw import raw

HEAD: Final = "POST /hear HTTP/1.1\r\nHost: it\r\nContent-Length: 8\r\n"
REST: Final = "GET /live HTTP/1.1\r\nHost: it\r\n\r\n"


@pytest.fixture
def service(tmp_path: Path, keys: Keys) -> Iterator[Process]:
    port = free_ports()["GATEWAY_PORT"]
    process = Process(
        name="slow",
        command=(sys.executable, "-m", "tests.support.slow_service"),
        environment={
            "AMQP_URL": "amqp://nowhere/",
            "MONGO_URL": "mongodb://nowhere/",
            "JWT_PUBLIC_KEYS_FILE": str(keys.jwt_public_keys_file),
            "PHONE_KEYS_FILE": str(keys.phone_keys_file),
            "HTTP_PORT": str(port),
            "DRAIN_SECONDS": "8",
        },
        log=tmp_path / "slow.jsonl",
        answers=partial(answers_http, port, "/ready"),
    )
    process.start()
    process.wait_ready()
    yield process
    process.stop()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_what_is_in_hand_is_finished(service: Process, number: signal.Signals) -> None:
    async with ClientSession(_url(service)) as session:
        answer = asyncio.create_task(_text(session, "/slow"))
        await _logged(service, "slow.begun")
        _tell(service, number)
        assert await answer == "done"
    await eventually(lambda: service.code is not None)
    assert service.code == 0


async def test_nothing_new_is_taken(service: Process) -> None:
    async with ClientSession(_url(service)) as session:
        answer = asyncio.create_task(_text(session, "/slow"))
        await _logged(service, "slow.begun")
        _tell(service, signal.SIGTERM)
        await _logged(service, "service.draining")
        with pytest.raises(ClientConnectionError):
            await _text(session, "/live")
        await answer


async def test_a_body_that_is_still_arriving_is_heard_out(service: Process) -> None:
    async with _said(service, f"{HEAD}\r\nhalf") as (reader, writer):
        await _logged(service, "hear.begun")
        _tell(service, signal.SIGTERM)
        await _logged(service, "service.draining")
        writer.write(b"rest")
        heard = await reader.read()
    assert heard.startswith(b"HTTP/1.1 200")
    assert b"\r\nConnection: close\r\n" in heard
    assert heard.endswith(b"halfrest")


async def test_headers_that_are_still_arriving_are_heard_out(service: Process) -> None:
    async with _said(service, HEAD) as (reader, writer), ClientSession(_url(service)) as session:
        await _text(session, "/live")
        _tell(service, signal.SIGTERM)
        await _logged(service, "service.draining")
        writer.write(b"\r\nhalfrest")
        heard = await reader.read()
    assert heard.endswith(b"halfrest")


async def test_a_body_that_never_ends_is_waited_for_no_longer_than_the_drain_lasts(
    service: Process,
) -> None:
    async with _said(service, f"{HEAD}\r\nhalf"):
        await _logged(service, "hear.begun")
        _tell(service, signal.SIGTERM)
        await eventually(lambda: service.code is not None)
    assert service.code == 0


async def test_a_connection_at_rest_is_closed_at_once(service: Process) -> None:
    async with _said(service, REST) as (reader, _), ClientSession(_url(service)) as session:
        await reader.readuntil(b'{"live":true}')
        answer = asyncio.create_task(_text(session, "/slow"))
        await _logged(service, "slow.begun")
        _tell(service, signal.SIGTERM)
        assert await reader.read() == b""
        assert not answer.done()
        await answer


async def test_what_is_no_http_is_answered_with_a_problem(service: Process) -> None:
    answer = await raw(_url(service), "HELO\r\n\r\n")
    assert (answer.status, answer.json["slug"]) == (400, "bad-request")
    assert b"HELO" not in answer.body


def _url(service: Process) -> str:
    return f"http://127.0.0.1:{service.environment['HTTP_PORT']}"


def _tell(service: Process, number: signal.Signals) -> None:
    assert service.pid
    os.kill(service.pid, number)


async def _logged(service: Process, event: str) -> None:
    await eventually(lambda: event in service.log.read_text())


@asynccontextmanager
async def _said(
    service: Process, text: str
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Yield a connection on which these bytes have been sent."""
    port = int(service.environment["HTTP_PORT"])
    async with asyncio.timeout(60):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(text.encode())
        try:
            yield reader, writer
        finally:
            writer.close()


async def _text(session: ClientSession, path: str) -> str:
    async with session.get(path) as answer:
        return await answer.text()
