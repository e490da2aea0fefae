"""A save whose outcome was unknown is taken for made only if it was made."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, cast

import pytest
from pymongo import InsertOne, UpdateOne
from pymongo.errors import AutoReconnect, BulkWriteError

from shared.kernel.errors import Conflict
from shared.store.group import Collection, Group
from shared.store.write import Write
from tests.support.things import because


class Cursor:
    """What was found."""

    def __init__(self, found: Sequence[Mapping[str, Any]]) -> None:
        self._found = found

    async def __aiter__(self) -> AsyncIterator[Mapping[str, Any]]:
        for document in self._found:
            yield document


class OneDocument:
    """A collection of one document, whose first bulk ends without a word.

    ``arrives`` tells whether that bulk was carried out nevertheless; ``other`` is what somebody
    else saves just before it.
    """

    name = "things"

    def __init__(self, *, arrives: bool, other: Write | None = None) -> None:
        self._arrives = arrives
        self._other = other
        self._bulks = 0
        self.document: dict[str, Any] = {"_id": "t1", "version": 1, "handled": ["c"]}

    async def bulk_write(
        self, operations: Sequence[InsertOne[dict[str, Any]] | UpdateOne], *, ordered: bool
    ) -> None:
        self._bulks += 1
        if self._bulks == 1:
            if self._other:
                self._carry_out(self._other.operation())
            if self._arrives:
                self._carry_out(operations[0])
            raise AutoReconnect("reset by peer")
        if not self._carry_out(operations[0]):
            raise BulkWriteError({"writeErrors": [{"index": 0, "code": 11000}]})

    def find(self, *_: object) -> Cursor:
        return Cursor([self.document])

    def _carry_out(self, operation: InsertOne[dict[str, Any]] | UpdateOne) -> bool:
        change = cast(dict[str, Any], operation._doc)
        wanted = cast(dict[str, Any], operation._filter)  # type: ignore[union-attr]
        if wanted["version"] != self.document["version"]:
            return False
        self.document |= change["$set"]
        self.document["version"] += 1
        for name, pushed in change["$push"].items():
            self.document[name] = [*self.document.get(name, ()), *pushed["$each"]]
        return True


def a_save(seen: int, cause: str) -> Write:
    return Write(
        identity="t1",
        estate="sample",
        seen=seen,
        state={},
        cause=because(cause),
        told=(),
        whole=False,
    )


async def outcome_of(save: Write, collection: OneDocument) -> tuple[bool, int]:
    """Return whether a save was made, and how many were passed on to be told."""
    told: list[Write] = []
    group = Group(cast(Collection, collection), told.extend)
    async with asyncio.timeout(60), group.running():
        with suppress(Conflict):
            await group.save(save)
            return True, len(told)
    return False, len(told)


async def test_what_arrived_although_nobody_said_so_is_made_and_told_once() -> None:
    assert await outcome_of(a_save(1, "c"), OneDocument(arrives=True)) == (True, 1)


async def test_what_did_not_arrive_is_sent_again() -> None:
    assert await outcome_of(a_save(1, "c"), OneDocument(arrives=False)) == (True, 1)


@pytest.mark.parametrize("cause", ["c", "another"])
async def test_somebody_elses_save_is_never_taken_for_ours(cause: str) -> None:
    other = a_save(1, cause)
    lost = OneDocument(arrives=False, other=other)
    assert await outcome_of(a_save(1, "c"), lost) == (False, 0)
