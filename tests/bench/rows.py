"""Make rows and owners, and lay them into the notifier's database as if they were old."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

from pydantic import TypeAdapter
from pymongo import MongoClient

from deploy.local.environment import Place
from services.notifier.domain.contact import Contact, unknown
from services.notifier.domain.letter import Letter, Reach
from services.notifier.domain.notification import Notification
from services.notifier.domain.rows import begin
from shared.contracts.event import Place as Home
from shared.contracts.words import Outlet
from shared.kernel.aggregate import Aggregate

ESTATE: Final = "sample"
EACH: Final = 2000
_ADAPTERS: Final[Mapping[type[Aggregate], TypeAdapter[Any]]] = {
    Notification: TypeAdapter(Notification),
    Contact: TypeAdapter(Contact),
}


def row(name: str, due: datetime) -> Notification:
    """Return a message to somebody in the app that is due then."""
    letter = Letter(
        estate=ESTATE,
        recipient=name,
        cause=name,
        because="request.noted.v1",
        about=name,
        text="您反映的问题(编号 K7M2-Q4XA)最新进展:已订购配件",
        not_before=due,
    )
    return begin(letter, (Reach(outlet=Outlet.APP, to=name),), due - timedelta(seconds=1))


def owner(number: int) -> Contact:
    """Return an owner of a town of sixty buildings."""
    contact = unknown(ESTATE, f"o{number}")
    contact.seq, contact.name = 1, "业主"
    contact.place = Home(building=str(number % 60 + 1), unit="1", room=str(number))
    return contact


def fill(place: Place, made: Iterator[Aggregate], name: str = "notifications") -> None:
    """Insert them, many at a time."""
    with MongoClient[dict[str, Any]](place.mongo_url) as client:
        kept = client[f"{place.namespace}hudong_notifier"][name]
        while batch := [_document(one) for one in islice(made, EACH)]:
            kept.insert_many(batch)


def accepted(place: Place) -> list[tuple[str, datetime]]:
    """Return when each row was taken by the provider."""
    with MongoClient[dict[str, Any]](place.mongo_url, tz_aware=True) as client:
        rows = client[f"{place.namespace}hudong_notifier"]["notifications"]
        found = rows.find({}, {"accepted_at": 1})
        return [(one["_id"], one["accepted_at"]) for one in found if one.get("accepted_at")]


def _document(one: Aggregate) -> dict[str, Any]:
    state: dict[str, Any] = _ADAPTERS[type(one)].dump_python(one)
    del state["events"]
    return {"_id": state.pop("id"), **state, "version": 1, "handled": [], "saves": [], "outbox": []}
