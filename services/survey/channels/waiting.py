"""Keep what waits to be counted, in one collection, until a page has taken it."""

from collections.abc import AsyncIterator, Iterable
from typing import Any, Final

from motor.motor_asyncio import AsyncIOMotorCollection

from shared.runtime.mongo import away_is_unavailable

Document = dict[str, Any]
_ALL: Final = {"$gt": ""}


class Waiting:
    """Documents with ``content``: ``waits`` says where it belongs, ``page`` who has claimed it."""

    def __init__(self, kept: AsyncIOMotorCollection[Document]) -> None:
        self._kept = kept

    async def ensure_indexes(self) -> None:
        """Create what the questions below need."""
        for field in ("waits", "page"):
            there = {field: {"$exists": True}}
            await self._kept.create_index(field, name=field, partialFilterExpression=there)

    async def within(self, prefix: str = "") -> AsyncIterator[Document]:
        """Yield ``_id``, ``waits`` and ``page`` of what waits under a prefix that ends in ``|``."""
        span = {"$gte": prefix, "$lt": f"{prefix[:-1]}}}"} if prefix else _ALL
        async for document in self._find({"waits": span}, {"waits": 1, "page": 1}, "waits"):
            yield document

    async def claim(self, ids: Iterable[str], page: str) -> dict[str, bytes]:
        """Lay one's hand on what nobody has claimed; return its contents."""
        if not (wanted := list(ids)):
            return {}
        free = {"_id": {"$in": wanted}, "page": None, "waits": _ALL}
        async with away_is_unavailable():
            await self._kept.update_many(free, {"$set": {"page": page}})
        rows = self._find({"page": page}, {"content": 1}, "page")
        return {row["_id"]: row["content"] async for row in rows}

    async def let_go(self, ids: Iterable[str], page: str, fields: Iterable[str]) -> None:
        """Take fields out of what the page has taken; a repeat finds nothing left."""
        if wanted := list(ids):
            gone = dict.fromkeys(("waits", "page", *fields), "")
            async with away_is_unavailable():
                await self._kept.update_many(
                    {"_id": {"$in": wanted}, "page": page}, {"$unset": gone}
                )

    async def claims(self) -> set[str]:
        """Return the pages under which anything is claimed."""
        return {row["page"] async for row in self._find({"page": _ALL}, {"page": 1}, "page")}

    async def free(self, page: str) -> None:
        """Take a claim back."""
        async with away_is_unavailable():
            await self._kept.update_many({"page": page}, {"$unset": {"page": ""}})

    async def _find(self, wanted: Document, shown: Document, hint: str) -> AsyncIterator[Document]:
        async with away_is_unavailable():
            async for document in self._kept.find(wanted, shown, hint=hint):
                yield document
