"""What handlers see of the store: a repository bound to the cause of their work."""

from typing import Protocol, TypeVar

from shared.contracts.envelope import Cause
from shared.contracts.held import Held
from shared.kernel.aggregate import Aggregate

A = TypeVar("A", bound=Aggregate)


class Remembering(Protocol):
    """Shows what is kept of an owner, and forgets it."""

    async def held(self, estate: str, owner_id: str) -> Held:
        """Return everything that is kept of an owner."""
        ...

    async def erase(self, owner_id: str, cause: Cause) -> None:
        """Forget everything of an owner's that is no longer needed."""
        ...


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
