"""Keep aggregates in memory with the port's very semantics, and gather what they tell."""

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import BaseModel

from shared.contracts.envelope import Cause
from shared.kernel.aggregate import Aggregate
from shared.kernel.errors import Conflict, Missing, Seen
from shared.store.port import Repository

A = TypeVar("A", bound=Aggregate)


@dataclass(slots=True)
class Memory(Generic[A]):
    """A collection; ``told`` are the events of every save, in order, ``saves`` their number.

    ``hurry`` names what somebody else saves, once each, just before the next save of it.
    """

    kept: dict[str, A] = field(default_factory=dict)
    handled: dict[str, list[str]] = field(default_factory=dict)
    told: list[BaseModel] = field(default_factory=list)
    saves: int = 0
    hurry: list[str] = field(default_factory=list)

    def under(self, cause: Cause) -> Repository[A]:
        """Return the repository bound to ``cause``."""
        return _Bound(self, cause)

    def told_of(self, *kinds: type[BaseModel]) -> list[BaseModel]:
        """Return what was told, of these kinds only."""
        return [event for event in self.told if isinstance(event, kinds)]


@dataclass(slots=True)
class _Bound(Generic[A]):
    memory: Memory[A]
    cause: Cause

    async def get(self, identity: str) -> A:
        found = await self.find(identity)
        if found is None:
            raise Missing("没有找到这条记录,请检查编号。")
        return found

    async def find(self, identity: str) -> A | None:
        found = self.memory.kept.get(identity)
        if found is None or found.estate != self.cause.estate:
            return None
        if self.cause.id in self.memory.handled[identity]:
            raise Seen(self.cause.id)
        return deepcopy(found)

    async def save(self, aggregate: A) -> None:
        kept = self.memory.kept.get(aggregate.id)
        if kept and aggregate.id in self.memory.hurry:
            self.memory.hurry.remove(aggregate.id)
            kept.version += 1
        if (kept.version if kept else 0) != aggregate.version:
            raise Conflict(aggregate.id)
        if kept and kept.estate != aggregate.estate:
            raise Conflict(aggregate.id)
        self.memory.told.extend(aggregate.events)
        aggregate.version += 1
        aggregate.events.clear()
        self.memory.kept[aggregate.id] = deepcopy(aggregate)
        self.memory.handled.setdefault(aggregate.id, []).append(self.cause.id)
        self.memory.saves += 1
