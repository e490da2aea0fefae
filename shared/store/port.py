"""What handlers see of the store: a repository bound to the cause of their work."""

from typing import Protocol, TypeVar

from shared.kernel.aggregate import Aggregate

A = TypeVar("A", bound=Aggregate)


class Repository(Protocol[A]):
    """Loads and saves aggregates of one kind, on behalf of one cause."""

    async def get(self, identity: str) -> A:
        """Return the aggregate; raises ``Missing``, or ``Seen`` if the cause was handled before."""
        ...

    async def find(self, identity: str) -> A | None:
        """Return the aggregate or None; raises ``Seen`` if this cause was handled before."""
        ...

    async def save(self, aggregate: A) -> None:
        """Commit state, cause and events together; raises ``Conflict`` or ``Unavailable``."""
        ...
