"""Spread what happens to the pages that are open, and remember enough for them to resume."""

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar, Final

from services.gateway.domain.audience import Line, Listener, concerns
from shared.kernel.errors import TooMany, Unavailable

KEPT: Final = 4096
WAITING: Final = 100
EACH: Final = 8
ALL: Final = 5000


class TooManyStreams(TooMany):
    """The account has as many live streams open as one may have."""

    slug: ClassVar[str] = "too-many-streams"


class Reader:
    """One open stream: the lines waiting for it; None ends it."""

    def __init__(self, who: Listener, missed: bool) -> None:
        self.who = who
        self.missed = missed
        self._over = False
        self._waiting: asyncio.Queue[Line | None] = asyncio.Queue()

    def offer(self, line: Line) -> None:
        """Put a line in the queue if it concerns this reader; end one that does not keep up."""
        if self._over or not concerns(line, self.who):
            return
        if self._waiting.qsize() < WAITING:
            self._waiting.put_nowait(line)
        else:
            self.end()

    def end(self) -> None:
        """End the stream once what waits has been read."""
        self._over = True
        self._waiting.put_nowait(None)

    async def next(self) -> Line | None:
        """Wait for the next line; None: the stream is over."""
        return await self._waiting.get()


class Hub:
    """Hears every event once and tells it to each reader whom it concerns."""

    def __init__(self) -> None:
        self._ring: OrderedDict[str, Line] = OrderedDict()
        self._readers: set[Reader] = set()
        self._open: Counter[str] = Counter()
        self._closed = False

    def tell(self, line: Line) -> None:
        """Spread a line, and keep it a while; one that was heard before is passed over."""
        if line.id in self._ring:
            return
        self._ring[line.id] = line
        if len(self._ring) > KEPT:
            self._ring.popitem(last=False)
        for reader in self._readers:
            reader.offer(line)

    def dismiss(self, account: str) -> None:
        """End the streams of an account that has ended."""
        for reader in self._readers:
            if reader.who.id == account:
                reader.end()

    def close(self) -> None:
        """End every stream and take no more."""
        self._closed = True
        for reader in self._readers:
            reader.end()

    @contextmanager
    def reading(self, who: Listener, after: str | None) -> Iterator[Reader]:
        """Yield a reader that begins after the line ``after``, or now.

        ``missed`` tells that ``after`` is no longer known: the page should load anew. Raises
        ``TooManyStreams``.
        """
        self._check(who)
        reader = Reader(who, missed=after is not None and after not in self._ring)
        for line in self._since(after):
            reader.offer(line)
        self._readers.add(reader)
        self._open[who.id] += 1
        try:
            yield reader
        finally:
            self._readers.discard(reader)
            self._open[who.id] -= 1
            self._open += Counter()

    def _check(self, who: Listener) -> None:
        if self._closed:
            raise Unavailable("draining")
        if self._open[who.id] >= EACH or len(self._readers) >= ALL:
            raise TooManyStreams("打开的页面太多，请关掉几个再试。", retry_after=30)

    def _since(self, after: str | None) -> list[Line]:
        if after is None or after not in self._ring:
            return []
        lines = list(self._ring.values())
        place = next(i for i, line in enumerate(lines) if line.id == after)
        return lines[place + 1 :]
