"""Load a door with many clients, each on a connection of its own, as cheaply as Python can."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import cycle

import orjson
from yarl import URL

Bodies = Callable[[], tuple[str, bytes]]


@dataclass(slots=True)
class Outcome:
    """What came back: seconds a request, and by request id the moment of its sending."""

    seconds: list[float] = field(default_factory=list)
    sent_at: dict[str, float] = field(default_factory=dict)
    refused: list[tuple[int, bytes]] = field(default_factory=list)
    took: float = 0.0

    @property
    def rps(self) -> float:
        """Requests acknowledged a second."""
        return len(self.seconds) / self.took if self.took else 0.0

    def percentile(self, share: float) -> float:
        """Return the milliseconds within which ``share`` of the requests were answered."""
        return percentile(self.seconds, share)


def percentile(seconds: list[float], share: float) -> float:
    """Return the ``share`` quantile in milliseconds; 0 where there is nothing."""
    if not seconds:
        return 0.0
    ordered = sorted(seconds)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 1)


class Client:
    """One keep-alive connection that posts JSON."""

    def __init__(self, url: URL, token: str) -> None:
        self._url = url
        self._head = (
            f"POST {url.path} HTTP/1.1\r\nHost: {url.host}\r\nContent-Type: application/json\r\n"
            f"Authorization: Bearer {token}\r\n"
        )

    async def __aenter__(self) -> "Client":
        """Connect."""
        self._reader, self._writer = await asyncio.open_connection(self._url.host, self._url.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Hang up."""
        self._writer.close()
        await self._writer.wait_closed()

    async def post(self, key: str, body: bytes) -> tuple[int, bytes]:
        """Send one request under its idempotency key; return status and body."""
        head = f"{self._head}Idempotency-Key: {key}\r\nContent-Length: {len(body)}\r\n\r\n"
        self._writer.write(head.encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in answer.split(b"\r\n")[1:] if line)
        return int(answer[9:12]), await self._reader.readexactly(int(fields[b"content-length"]))


async def closed_loop(url: URL, tokens: list[str], bodies: Bodies, seconds: float) -> Outcome:
    """Let each token's client post as fast as it is answered, for ``seconds``."""
    outcome, until = Outcome(), time.perf_counter() + seconds

    async def one(token: str) -> None:
        async with Client(url, token) as client:
            while time.perf_counter() < until:
                await _timed(client, bodies, outcome)

    begun = time.perf_counter()
    await asyncio.gather(*(one(token) for token in tokens))
    outcome.took = time.perf_counter() - begun
    return outcome


async def open_loop(
    url: URL, tokens: list[str], bodies: Bodies, rate: float, seconds: float
) -> Outcome:
    """Post ``rate`` requests a second whatever the answers take, from as many clients as needed."""
    outcome, idle = Outcome(), [Client(url, token) for token in tokens]
    for client in idle:
        await client.__aenter__()
    more, begun, tasks = cycle(tokens), time.perf_counter(), set()

    async def one() -> None:
        client = idle.pop(0) if idle else await Client(url, next(more)).__aenter__()
        await _timed(client, bodies, outcome)
        idle.append(client)

    for at in range(int(rate * seconds)):
        await asyncio.sleep(max(0.0, begun + at / rate - time.perf_counter()))
        tasks.add(asyncio.create_task(one()))
    await asyncio.gather(*tasks)
    outcome.took = time.perf_counter() - begun
    for client in idle:
        await client.__aexit__()
    return outcome


async def _timed(client: Client, bodies: Bodies, outcome: Outcome) -> None:
    key, body = bodies()
    sent, begun = time.time(), time.perf_counter()
    status, answer = await client.post(key, body)
    if status == 201:
        outcome.seconds.append(time.perf_counter() - begun)
        outcome.sent_at[orjson.loads(answer)["request_id"]] = sent
    else:
        outcome.refused.append((status, answer))
