"""Remember what is kept of an owner, and note who is to be forgotten."""

from dataclasses import dataclass, field

from shared.contracts.envelope import Cause
from shared.contracts.held import Held, Item


@dataclass(slots=True)
class Remembered:
    """Records that lie in a service; ``erased`` are those who were forgotten."""

    items: tuple[Item, ...] = ()
    erased: list[str] = field(default_factory=list)

    async def held(self, estate: str, owner_id: str) -> Held:
        """Return the records."""
        return Held(items=self.items)

    async def erase(self, owner_id: str, cause: Cause) -> None:
        """Note it."""
        self.erased.append(owner_id)
