"""One save as one update: state, duplicate check and events commit together or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pymongo import InsertOne, UpdateOne

from shared.contracts.envelope import Cause, Envelope
from shared.kernel.ids import new_id

REMEMBERED: Final = 200
SAVES: Final = 8


@dataclass(slots=True, frozen=True, kw_only=True)
class Told:
    """An event as it waits in the outbox: its type, id and the bytes that will travel."""

    kind: str
    identity: str
    body: bytes


@dataclass(slots=True, frozen=True, kw_only=True)
class Write:
    """A save ready to be committed; ``seen`` is the version that it was loaded at.

    ``whole``: nothing was unsent when it was loaded, so that ``told`` is all of its outbox.
    ``mark`` is this save's alone; the document holds those of its last saves, so that one of
    unknown outcome can be found again.
    """

    identity: str
    estate: str
    seen: int
    state: Mapping[str, Any]
    cause: Cause
    told: tuple[Told, ...]
    whole: bool
    mark: str = field(default_factory=new_id)

    def operation(self) -> InsertOne[dict[str, Any]] | UpdateOne:
        """Return the one operation; a lost race shows as a duplicate key on ``_id``.

        ``unsent_at`` stands on a document as long as its outbox holds something, and ``telling``
        is the first event of the last save that told any.
        """
        outbox = [{"id": t.identity, "type": t.kind, "body": t.body} for t in self.told]
        mark = {"unsent_at": self.cause.at, "telling": self.told[0].identity} if self.told else {}
        here = {"_id": self.identity, "estate": self.estate}
        if not self.seen:
            books = {
                "version": 1,
                "handled": [self.cause.id],
                "saves": [self.mark],
                "outbox": outbox,
            }
            return InsertOne({**here, **self.state, **mark, **books})
        pushes: dict[str, Any] = {
            "handled": {"$each": [self.cause.id], "$slice": -REMEMBERED},
            "saves": {"$each": [self.mark], "$slice": -SAVES},
        }
        if outbox:
            pushes["outbox"] = {"$each": outbox}
        return UpdateOne(
            {**here, "version": self.seen},
            {"$set": {**self.state, **mark}, "$push": pushes, "$inc": {"version": 1}},
            upsert=True,
        )


def emptied() -> dict[str, Any]:
    """Return the update that empties an outbox all of which has been published."""
    return {"$set": {"outbox": []}, "$unset": {"unsent_at": ""}}


def cleared(events: list[str]) -> list[dict[str, Any]]:
    """Return the update that takes ``events`` out of an outbox, and its mark once it is empty."""
    left = {"$filter": {"input": "$outbox", "cond": {"$not": {"$in": ["$$this.id", events]}}}}
    mark = {"$cond": [{"$eq": [{"$size": "$outbox"}, 0]}, "$$REMOVE", "$unsent_at"]}
    return [{"$set": {"outbox": left}}, {"$set": {"unsent_at": mark}}]


def told_of(envelope: Envelope) -> Told:
    """Freeze an envelope into the bytes that the outbox keeps and the broker carries."""
    return Told(kind=envelope.type, identity=envelope.id, body=envelope.to_json())
