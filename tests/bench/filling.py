"""Fill the router's database with open requests, and let some of them fall due."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Final

from bson import CodecOptions
from pydantic import TypeAdapter
from pymongo import MongoClient
from pymongo.collection import Collection

from deploy.local.environment import Place
from deploy.local.stack import ROOT
from services.router.domain.act import Act
from services.router.domain.estate_files import EstateFiles
from services.router.domain.request import Request, take_up
from services.router.domain.rules import FILES, Rules
from shared.contracts.event import Place as Spot
from shared.contracts.requests import Reporter, RequestSubmitted
from shared.contracts.words import Category, Channel, Urgency
from shared.kernel.aggregate import Aggregate
from shared.kernel.ids import new_id, number_of
from tests.support.routing import verdict

ESTATE: Final = "sample"
AT_ONCE: Final = 1000
Document = dict[str, Any]
Falling = Mapping[str, datetime]
_REQUEST: Final = TypeAdapter(Request)
_FILES: Final = TypeAdapter(EstateFiles)


@contextmanager
def filled(place: Place, number: int) -> Iterator["Filled"]:
    """Keep the sample estate's files and ``number`` open requests that are due some other day."""
    with MongoClient[Document](place.mongo_url) as client:
        yield _fill(client, place.namespace, number)


def _fill(client: MongoClient[Document], namespace: str, number: int) -> "Filled":
    database = client.get_database(f"{namespace}hudong_router", CodecOptions(tz_aware=True))
    files = EstateFiles(
        id=ESTATE,
        estate=ESTATE,
        files={name: (ROOT / "deploy" / "estate" / name).read_text() for name in FILES},
    )
    database["policies"].replace_one({"_id": ESTATE}, _document(files, _FILES), upsert=True)
    found = Filled(database["requests"], files.rules())
    found.put(_later(found.rules, number))
    return found


@dataclass(slots=True, frozen=True)
class Filled:
    """A database with open requests in it."""

    requests: Collection[Document]
    rules: Rules

    def put(self, documents: Iterator[Document]) -> None:
        """Insert the documents, many at a time."""
        while some := list(islice(documents, AT_ONCE)):
            self.requests.insert_many(some, ordered=False)

    def let_fall(self, number: int, first: datetime, rate: float) -> Falling:
        """Put in emergencies whose first rung is reached from ``first`` on, ``rate`` a second."""
        falling = {new_id(): first + timedelta(seconds=n / rate) for n in range(number)}
        made = (
            _taken_up(identity, due - timedelta(minutes=1), Urgency.URGENT, self.rules)
            for identity, due in falling.items()
        )
        self.put(_document(one, _REQUEST) for one in made)
        return falling


def _later(rules: Rules, number: int) -> Iterator[Document]:
    now = datetime.now(UTC)
    like = [_taken_up(new_id(), now, urgency, rules) for urgency in Urgency]
    documents = [_document(one, _REQUEST) for one in like]
    for n in range(number):
        moment = now + timedelta(hours=2, seconds=n * 3)
        yield {**documents[n % len(documents)], "_id": new_id(), "next_at": moment}


def _taken_up(identity: str, at: datetime, urgency: Urgency, rules: Rules) -> Request:
    event = RequestSubmitted(
        request_id=identity,
        number=number_of(identity),
        channel=Channel.APP,
        reporter=Reporter(owner_id="bench", name="压测业主"),
        text="三号楼二单元的水管爆了,水已经漫到走廊,请马上来人。",
        submitted_at=at,
        place=Spot(building="3", unit="2", room="1201"),
    )
    act = Act(estate=ESTATE, at=at, rules=rules)
    return take_up(event, verdict(Category.REPAIR, urgency), act)


def _document(aggregate: Aggregate, adapter: TypeAdapter[Any]) -> Document:
    state = adapter.dump_python(aggregate, exclude={"id", "version", "events"})
    books = {"version": 1, "handled": [], "saves": [], "outbox": []}
    return {"_id": aggregate.id, **state, **books}
