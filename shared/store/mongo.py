"""The store over MongoDB's wire protocol: repositories, and what runs behind them."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Final, Generic, TypeVar

from pydantic import TypeAdapter

from shared.contracts.envelope import Cause, wrap
from shared.contracts.event import Event
from shared.kernel.aggregate import Aggregate
from shared.kernel.clock import Clock, utc_now
from shared.kernel.errors import Missing, Seen
from shared.runtime.lifespan import repeating
from shared.runtime.mongo import Database, away_is_unavailable
from shared.store.group import Group
from shared.store.port import Repository
from shared.store.relay import Publish, Relay
from shared.store.reseal import Resealer
from shared.store.sweeper import Sweeper
from shared.store.write import Write, told_of

A = TypeVar("A", bound=Aggregate)
RESEAL: Final = 5.0
_APART: Final = {"id", "estate", "version", "events"}
BOOKS: Final = ("handled", "saves", "outbox", "unsent_at", "telling", "leased_by")


class Kept(Generic[A]):
    """A collection of one kind of aggregate; ``under`` binds it to a cause.

    New documents and changed ones travel in groups of their own: to the server they are two
    commands in any case, and a new one need not wait for the slower changes.
    """

    def __init__(self, kind: type[A], database: Database, name: str, store: "Store") -> None:
        self.collection = database[name]
        self.adapter: TypeAdapter[A] = TypeAdapter(kind)
        self.relay = Relay(self.collection, store.publish)
        self.fresh = Group(self.collection, self.relay.take)
        self.changed = Group(self.collection, self.relay.take)
        self.sweeper = Sweeper(self.collection, self.relay, store.clock)
        self.resealer = Resealer(self)
        self.source = store.source

    def under(self, cause: Cause) -> Repository[A]:
        """Return the repository through which the work that ``cause`` set going loads and saves."""
        return Bound(self, cause)

    def read(self, document: dict[str, Any]) -> A:
        """Turn a document into its aggregate; for lists as well."""
        state = {key: value for key, value in document.items() if key not in BOOKS}
        state["id"] = state.pop("_id")
        return self.adapter.validate_python(state)

    def state(self, document: dict[str, Any]) -> dict[str, Any]:
        """Return what a save of this document would write now."""
        state: dict[str, Any] = self.adapter.dump_python(self.read(document), exclude=_APART)
        return state


class Bound(Generic[A]):
    """A repository under one cause (see ``shared.store.port``)."""

    def __init__(self, kept: Kept[A], cause: Cause) -> None:
        self._kept = kept
        self._cause = cause
        self._told_out: set[str] = set()

    async def get(self, identity: str) -> A:
        """Return the aggregate; another estate's is not there."""
        found = await self.find(identity)
        if found is None:
            raise Missing("没有找到这条记录，请检查编号。")
        return found

    async def find(self, identity: str) -> A | None:
        """Return the aggregate, or None."""
        async with away_is_unavailable():
            document = await self._kept.collection.find_one({"_id": identity}, {"outbox": 0})
        if document is None or document["estate"] != self._cause.estate:
            return None
        if self._cause.id in document.get("handled", ()):
            raise Seen(self._cause.id)
        if "unsent_at" not in document:
            self._told_out.add(identity)
        return self._kept.read(document)

    async def save(self, aggregate: A) -> None:
        """Commit the aggregate in the group that is gathering now."""
        told = tuple(
            told_of(wrap(event, cause=self._cause, source=self._kept.source, subject=aggregate.id))
            for event in aggregate.events
            if isinstance(event, Event)
        )
        state = self._kept.adapter.dump_python(aggregate, exclude=_APART)
        write = Write(
            identity=aggregate.id,
            estate=aggregate.estate,
            seen=aggregate.version,
            state=state,
            cause=self._cause,
            told=told,
            whole=not aggregate.version or aggregate.id in self._told_out,
        )
        self._told_out.discard(aggregate.id)
        group = self._kept.changed if write.seen else self._kept.fresh
        with self._kept.relay.holding(aggregate.id):
            await group.save(write)
        aggregate.version += 1
        aggregate.events.clear()


class Store:
    """A service's own database, and the events that its aggregates tell."""

    def __init__(
        self, database: Database, publish: Publish, source: str, clock: Clock = utc_now
    ) -> None:
        self.database = database
        self.publish = publish
        self.source = source
        self.clock = clock
        self._kept: dict[str, Kept[Any]] = {}

    def repository(self, kind: type[A], name: str) -> Kept[A]:
        """Keep aggregates of ``kind`` in the collection ``name``; call before ``running``."""
        kept = Kept(kind, self.database, name, self)
        self._kept[name] = kept
        return kept

    def kept(self, name: str) -> Kept[Any]:
        """Return a repository again by its collection's name."""
        return self._kept[name]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Commit, relay and sweep beside the block; leave it with nothing in hand."""
        async with AsyncExitStack() as stack:
            for kept in self._kept.values():
                await kept.sweeper.ensure_index()
                await stack.enter_async_context(kept.relay.running())
                await stack.enter_async_context(kept.fresh.running())
                await stack.enter_async_context(kept.changed.running())
                name = f"outbox-{kept.collection.name}"
                await stack.enter_async_context(repeating(name, 1.0, kept.sweeper.turn))
                again = repeating("reseal", RESEAL, kept.resealer.turn)
                await stack.enter_async_context(again)
            yield
