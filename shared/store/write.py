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
        """Return the single update; a lost race shows as a duplicate key on ``_id``."""
        pushes: dict[str, Any] = {
            "handled": {"$each": [self.cause.id], "$slice": -REMEMBERED},
            "outbox": {
                "$each": [
                    {"id": t.identity, "type": t.kind, "at": self.cause.at, "body": t.body}
                    for t in self.told
                ]
            },
        }
        return UpdateOne(
            {"_id": self.identity, "estate": self.estate, "version": self.seen},
            {"$set": dict(self.state), "$push": pushes, "$inc": {"version": 1}},
            upsert=True,
        )


def told_of(envelope: Envelope) -> Told:
    """Freeze an envelope into the bytes that the outbox keeps and the broker carries."""
    return Told(kind=envelope.type, identity=envelope.id, body=envelope.to_json())
