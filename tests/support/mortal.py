"""A database that its process loses for ever after some operations, as a death would have it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from pymongo.errors import AutoReconnect

from shared.runtime.mongo import Database


@dataclass(slots=True)
class Mortal:
    """Lets ``life`` operations through; the next one is the last.

    ``reaches``: the database still does it, only the reply is lost. ``died`` tells of it.
    """

    database: Database
    life: int
    reaches: bool
    died: bool = False

    def __getitem__(self, name: str) -> "MortalCollection":
        return MortalCollection(self, name)

    def dies(self) -> bool:
        """Count an operation; return whether it is the last one, raise if that is over."""
        if self.died:
            raise AutoReconnect("dead already")
        self.life -= 1
        self.died = self.life < 0
        return self.died


@dataclass(slots=True)
class MortalCollection:
    """What a ballot box asks of a collection, as long as its process lives."""

    mortal: Mortal
    name: str

    def find(self, *wanted: object, **options: object) -> AsyncIterator[dict[str, object]]:
        return self._found(wanted, options)

    def __getattr__(self, operation: str) -> Callable[..., Awaitable[object]]:
        async def done(*args: object, **options: object) -> object:
            last = self.mortal.dies()
            if last and not self.mortal.reaches:
                raise AutoReconnect("gone before")
            answer = await getattr(self.mortal.database[self.name], operation)(*args, **options)
            if last:
                raise AutoReconnect("gone after")
            return answer

        return done

    async def _found(
        self, wanted: tuple[object, ...], options: dict[str, object]
    ) -> AsyncIterator[dict[str, object]]:
        if self.mortal.dies():
            raise AutoReconnect("gone while reading")
        async for document in self.mortal.database[self.name].find(*wanted, **options):
            yield document
