"""Seal again, with the key that seals now, what lies there sealed with another or not at all."""

from typing import TYPE_CHECKING, Any

import structlog

from shared.contracts.phone import sealing_key

if TYPE_CHECKING:
    from shared.store.mongo import Kept

log = structlog.get_logger()


class Resealer:
    """Writes a collection anew once for each new key, and remembers beside it which was the last.

    A document that is saved meanwhile is left alone: the save has sealed it already.
    """

    def __init__(self, kept: "Kept[Any]") -> None:
        self._kept = kept
        self._done: str | None = None

    async def turn(self) -> None:
        """Go through the collection if the key is new; a crash in between begins anew."""
        key, collection = sealing_key(), self._kept.collection
        if key == self._done:
            return
        marks, mark = collection.database["sealed_with"], {"_id": collection.name}
        if not await marks.find_one({**mark, "key": key}):
            async for document in collection.find({}, {"outbox": 0}):
                same = {"_id": document["_id"], "version": document["version"]}
                await collection.update_one(same, {"$set": self._kept.state(document)})
            await marks.update_one(mark, {"$set": {"key": key}}, upsert=True)
            log.info("numbers.sealed-again", collection=collection.name, key=key)
        self._done = key
