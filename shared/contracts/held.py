"""What a service keeps about an owner, as the owner may read it."""

from datetime import datetime

from pydantic import JsonValue

from shared.contracts.event import Value


class Item(Value):
    """One record: its kind, its id, and all that it says."""

    kind: str
    id: str
    says: dict[str, JsonValue]


class Held(Value):
    """Everything of one owner's in one service; ``until`` each kind is kept, in days."""

    items: tuple[Item, ...] = ()
    days: dict[str, int] = {}


class Forgotten(Value):
    """How far a kind has been forgotten; ``later`` are those whose time has not come yet."""

    until: datetime
    later: tuple[str, ...] = ()
