"""Keep the estate's own texts at hand: what was read some seconds ago is not read again."""

import time
from collections.abc import Mapping
from typing import Final

from services.notifier.domain.template import Template
from shared.runtime.mongo import away_is_unavailable
from shared.store.mongo import Kept

FRESH: Final = 2.0


class MongoWordings:
    """The texts that stand in place of ours, by estate."""

    def __init__(self, kept: Kept[Template]) -> None:
        self.kept = kept
        self._known: dict[str, tuple[float, Mapping[str, str]]] = {}

    async def ensure_indexes(self) -> None:
        """Make the index by which an estate's texts are found."""
        await self.kept.collection.create_index("estate", name="estate")

    async def of(self, estate: str) -> Mapping[str, str]:
        """Return the texts that stand in place of ours, by name."""
        at, texts = self._known.get(estate, (0.0, {}))
        if at > time.monotonic() - FRESH:
            return texts
        async with away_is_unavailable():
            cursor = self.kept.collection.find({"estate": estate}, {"outbox": 0})
            found = [self.kept.read(document) async for document in cursor]
        texts = {one.name: one.text for one in found if one.text is not None}
        self._known[estate] = (time.monotonic(), texts)
        return texts

    def forget(self, estate: str) -> None:
        """Read them again at the next look."""
        self._known.pop(estate, None)
