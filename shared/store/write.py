"""One save as one update: state, duplicate check and events commit together or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pymongo import UpdateOne

from shared.contracts.envelope import Cause, Envelope

REMEMBERED: Final = 200


@dataclass(slots=True, frozen=True, kw_only=True)
class Told:
    """An event as it waits in the outbox: its type, id and the bytes that will travel."""

    kind: str
    identity: str
    body: bytes


@dataclass(slots=True, frozen=True, kw_only=True)
class Write:
    """A save ready to be committed; ``seen`` is the version that it was loaded at."""

    identity: str
    estate: str
    seen: int
    state: Mapping[str, Any]
    cause: Cause
    told: tuple[Told, ...]

    def operation(self) -> UpdateOne:
        """Return the single update; a lost race shows as a duplicate key on ``_id``.

        ``unsent_at`` stands on a document as long as its outbox holds something.
        """
        pushes: dict[str, Any] = {
            "handled": {"$each": [self.cause.id], "$slice": -REMEMBERED},
            "outbox": {
                "$each": [{"id": t.identity, "type": t.kind, "body": t.body} for t in self.told]
            },
        }
        due = {"unsent_at": self.cause.at} if self.told else {}
        return UpdateOne(
            {"_id": self.identity, "estate": self.estate, "version": self.seen},
            {"$set": {**self.state, **due}, "$push": pushes, "$inc": {"version": 1}},
            upsert=True,
        )


def cleared(events: list[str]) -> list[dict[str, Any]]:
    """Return the update that takes ``events`` out of an outbox, and its mark once it is empty."""
    left = {"$filter": {"input": "$outbox", "cond": {"$not": {"$in": ["$$this.id", events]}}}}
    mark = {"$cond": [{"$eq": [{"$size": "$outbox"}, 0]}, "$$REMOVE", "$unsent_at"]}
    return [{"$set": {"outbox": left}}, {"$set": {"unsent_at": mark}}]


def told_of(envelope: Envelope) -> Told:
    """Freeze an envelope into the bytes that the outbox keeps and the broker carries."""
    return Told(kind=envelope.type, identity=envelope.id, body=envelope.to_json())
