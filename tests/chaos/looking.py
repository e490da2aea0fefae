"""Look at the installation from outside: through its public door, and at the servers it uses."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import aio_pika
from aio_pika.abc import AbstractChannel
from aiohttp import ClientSession
from pymongo import MongoClient

from deploy.dead import dead
from deploy.local.environment import Place
from shared.bus.topology import Topology
from shared.kernel.clock import utc_now
from tests.chaos.count import COUNTED, Found, Notified, Sent

CONSUMERS: Final = ("intake", "router", "notifier", "survey")
_PAGE: Final = 100
_MOMENT: Final = timedelta(seconds=2)


@dataclass(slots=True, frozen=True)
class Look:
    """One installation, and the header of somebody who may see everything in it."""

    place: Place
    manager: Mapping[str, str]

    async def requests(self) -> list[Found]:
        """Return every request, page by page, as the manager's console does."""
        found: list[Found] = []
        cursor: dict[str, str] = {}
        async with ClientSession(self.place.url("gateway"), headers=self.manager) as session:
            while True:
                query = {"limit": str(_PAGE), **cursor}
                async with session.get("/api/v1/requests", params=query) as answer:
                    answer.raise_for_status()
                    page = await answer.json()
                found += [_found(one) for one in page["requests"]]
                if not page.get("cursor"):
                    return found
                cursor = {"cursor": page["cursor"]}

    async def sent(self) -> list[Sent]:
        """Return every message that the provider was handed."""
        async with (
            ClientSession() as session,
            session.get(f"{self.place.url('sandbox')}/messages") as answer,
        ):
            messages = (await answer.json())["messages"]
        return [Sent(**{name: one[name] for name in Sent.__dataclass_fields__}) for one in messages]

    async def inbox(self, owner: Mapping[str, str]) -> list[Notified]:
        """Return everything in an owner's inbox, page by page, as their app does."""
        found: list[Notified] = []
        cursor: dict[str, str] = {}
        async with ClientSession(self.place.url("gateway"), headers=owner) as session:
            while True:
                async with session.get("/api/v1/inbox", params=cursor) as answer:
                    answer.raise_for_status()
                    page = await answer.json()
                found += [(one["about"], one["because"]) for one in page["messages"]]
                if not page.get("cursor"):
                    return found
                cursor = {"cursor": page["cursor"]}

    async def waiting(self) -> Mapping[str, int]:
        """Return what is still under way, by where it waits; empty when all is quiet."""
        counts = {**await self._in_queues(), **self._in_databases()}
        return {name: number for name, number in counts.items() if number}

    async def dead(self) -> Sequence[str]:
        """Return each dead message with its reason."""
        async with self._channel() as channel:
            return [
                f"{service}: {one.kind} {one.identity} {one.reason}"
                for service in CONSUMERS
                async for one in dead.look(channel, Topology(service, self.place.namespace))
            ]

    async def _in_queues(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        async with self._channel() as channel:
            for service in CONSUMERS:
                topology = Topology(service, self.place.namespace)
                retries = (topology.retry(step) for step in range(len(topology.ladder)))
                for name in (topology.queue, *retries):
                    queue = await channel.declare_queue(name, passive=True)
                    counts[name] = queue.declaration_result.message_count or 0
        return counts

    def _in_databases(self) -> dict[str, int]:
        with MongoClient[dict[str, Any]](self.place.mongo_url) as client:
            counts = {
                f"{name}.{collection} unsent": _number(client[name][collection].find(_unsent()))
                for name in client.list_database_names()
                if name.startswith(f"{self.place.namespace}hudong_")
                for collection in client[name].list_collection_names()
            }
            rows = client[f"{self.place.namespace}hudong_notifier"]["notifications"]
            due = {"next_at": {"$ne": None}, "letter.because": {"$in": list(COUNTED)}}
            return {**counts, "notifications due": _number(rows.find(due))}

    @asynccontextmanager
    async def _channel(self) -> AsyncIterator[AbstractChannel]:
        connection = await aio_pika.connect(self.place.amqp_url, timeout=10)
        async with connection:
            yield await connection.channel()


def _unsent() -> dict[str, Any]:
    """Match what waits, or is leased; the ladder's pages, which never end, pass in a moment."""
    now = utc_now()
    waits, leased = {"$lt": now - _MOMENT}, {"$gt": now + _MOMENT}
    return {"$or": [{"unsent_at": waits}, {"unsent_at": leased}]}


def _found(one: Mapping[str, Any]) -> Found:
    known: dict[str, Any] = {name: one.get(name) for name in Found.__dataclass_fields__}
    return Found(**known)


def _number(cursor: Any) -> int:
    return sum(1 for _ in cursor)
