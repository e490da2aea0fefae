"""Hold tickets and answers so that no document says who answered what.

Three things lie here, and none is an aggregate, whose books (ids of saves, messages handled) tell
moments. A **ticket** (``tickets``) names the household and whether it is spent; it holds no time.
While an answer waits to be counted it lies in its ticket, sealed if the campaign is anonymous: to
spend the ticket and to keep the answer is one write, so nothing is lost, doubled or half done. A
**page** (``ballots``) holds the answers of five or more tickets, sorted, under a random id; when
it is written the answers are taken out of the tickets. ``members`` names the page's tickets, as a
set, until that is done; then it is removed.

What holds: who has the whole database learns who has answered, and of a page what five or more
unnamed households of one building said. Who has watched it all the while learns which households'
answers make up a page, not whose is which. Who also has the service's secret file, and a copy of
the database made while an answer waited (seconds to some minutes, longer in a building in which
few answer), can open that answer.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Final
from uuid import uuid4

import orjson
from pymongo.errors import BulkWriteError, DuplicateKeyError

from services.survey.channels.tallies import Tallies, Turnout
from services.survey.channels.ticket_rows import Document, read, written
from services.survey.domain.campaigns.answering import Answers
from services.survey.domain.campaigns.mixing import Batch
from services.survey.domain.campaigns.page import Claimed, Page
from services.survey.domain.campaigns.tally import Tally
from services.survey.domain.campaigns.ticket import Ticket
from shared.runtime.mongo import Database, away_is_unavailable

_DUPLICATE: Final = 11000
_APART: Final = {"content": 0, "waits": 0, "page": 0}


class MongoBallotBox:
    """The ballot box in MongoDB (see ``services.survey.ports.BallotBox``)."""

    def __init__(self, database: Database) -> None:
        self._tickets = database["tickets"]
        self._pages = database["ballots"]
        self._tallies, self._turnout = Tallies(self._pages), Turnout(self._tickets)

    async def ensure_indexes(self) -> None:
        """Create what the questions below need."""
        await self._tickets.create_index([("campaign", 1), ("bucket", 1)])
        for field in ("waits", "page"):
            there = {field: {"$exists": True}}
            await self._tickets.create_index(field, name=field, partialFilterExpression=there)
        await self._pages.create_index([("campaign", 1)], name="campaign")
        unfinished = {"unfinished": {"$exists": True}}
        await self._pages.create_index(
            "unfinished", name="unfinished", partialFilterExpression=unfinished
        )

    async def issue(self, tickets: Sequence[Ticket]) -> None:
        """Keep new tickets; those that are there already stay as they are."""
        if not tickets:
            return
        try:
            async with away_is_unavailable():
                await self._tickets.insert_many(map(written, tickets), ordered=False)
        except BulkWriteError as error:
            if any(fault["code"] != _DUPLICATE for fault in error.details["writeErrors"]):
                raise

    async def tickets(self, campaign: str, bucket: int) -> list[Ticket]:
        """Return one group's tickets."""
        wanted = {"campaign": campaign, "bucket": bucket}
        return [read(document) async for document in self._find(wanted, _APART)]

    async def ticket(self, ticket: str) -> Ticket | None:
        """Return a ticket of any estate, None if there is none."""
        async for document in self._find({"_id": ticket}, _APART):
            return read(document)
        return None

    async def cast(self, ticket: Ticket, receipt: str, content: bytes) -> bool:
        """Spend the ticket and keep the answer in one write; false if it was spent before."""
        waits = f"{ticket.estate}|{ticket.campaign}|{ticket.building}"
        spent = {"spent": True, "receipt": receipt, "content": content, "waits": waits}
        async with away_is_unavailable():
            made = await self._tickets.update_one(
                {"_id": ticket.id, "spent": False}, {"$set": spent}
            )
        return bool(made.matched_count)

    async def campaigns_waiting(self) -> list[tuple[str, str]]:
        """Return (estate, campaign) of those in which answers wait to be counted."""
        found = {d["waits"].rpartition("|")[0] async for d in self._waiting({"$gt": ""})}
        return sorted(
            (estate, campaign) for estate, _, campaign in (w.partition("|") for w in found)
        )

    async def waiting(self, estate: str, campaign: str) -> Mapping[str, Sequence[str]]:
        """Return by building the tickets whose answers wait to be counted."""
        found = defaultdict[str, list[str]](list)
        here = f"{estate}|{campaign}|"
        async for document in self._waiting({"$gte": here, "$lt": f"{here[:-1]}}}"}):
            if "page" not in document:
                found[document["waits"].rpartition("|")[2]].append(document["_id"])
        return found

    async def claim(self, batch: Batch) -> Claimed:
        """Lay one's hand on a batch's tickets; others may have been faster with some."""
        page = str(uuid4())
        wanted = {"_id": {"$in": list(batch.tickets)}, "page": None, "waits": {"$gt": ""}}
        async with away_is_unavailable():
            await self._tickets.update_many(wanted, {"$set": {"page": page}})
        rows = self._find({"page": page}, {"content": 1}, hint="page")
        return Claimed(page=page, contents={row["_id"]: row["content"] async for row in rows})

    async def put(self, claimed: Claimed, page: Page) -> bool:
        """Write the page; false if the claim was taken back meanwhile, or it holds nothing."""
        if not claimed.contents:
            return False
        document = {
            "_id": claimed.page,
            "estate": page.estate,
            "campaign": page.campaign,
            "building": page.building,
            "answers": list(page.answers),
            "n": page.tally.n,
            "counts": orjson.dumps(page.tally.counts),
            "members": sorted(claimed.contents),
            "unfinished": True,
        }
        return await self._insert(document)

    async def release(self, page: str, *, keep: bool) -> None:
        """Take the answers out of the page's tickets (``keep``: leave them), then its members."""
        async with away_is_unavailable():
            found = await self._pages.find_one({"_id": page}, {"members": 1})
            members = (found or {}).get("members", [])
            gone = {"waits": "", "page": "", **({} if keep else {"content": ""})}
            await self._tickets.update_many(
                {"_id": {"$in": members}, "page": page}, {"$unset": gone}
            )
            await self._empty({"_id": {"$in": members}, "forgotten": True})
            await self._pages.update_one(
                {"_id": page}, {"$unset": {"members": "", "unfinished": ""}}
            )

    async def unfinished(self) -> list[tuple[str, str, str]]:
        """Return (page, estate, campaign) where the tickets have not all been let go."""
        async with away_is_unavailable():
            wanted = {"unfinished": True}
            cursor = self._pages.find(wanted, {"campaign": 1, "estate": 1}, hint="unfinished")
            return [(d["_id"], d["estate"], d["campaign"]) async for d in cursor]

    async def take_back(self) -> None:
        """Put tickets back whose page was never written; it never will be after this.

        An empty page stands in its place: whoever had begun it and comes late finds it there.
        """
        found = {
            d["page"] async for d in self._find({"page": {"$gt": ""}}, {"page": 1}, hint="page")
        }
        for page in sorted(found):
            if await self._insert(
                {"_id": page, "campaign": "", "void": True}
            ) or await self._is_void(page):
                await self._free(page)

    async def tallies(self, campaign: str) -> Mapping[str, Tally]:
        """Return the counts by building, at the cost of what has come since the last asking."""
        async with away_is_unavailable():
            return await self._tallies.of(campaign)

    async def spent(self, campaign: str) -> Mapping[str, int]:
        """Return by building how many have answered; of a closed campaign, for it is remembered."""
        async with away_is_unavailable():
            return await self._turnout.of(campaign)

    async def answers(self, campaign: str) -> AsyncIterator[tuple[str, list[Answers]]]:
        """Yield building and answers of each page, one after another."""
        async with away_is_unavailable():
            wanted, shown = {"campaign": campaign}, {"building": 1, "answers": 1}
            cursor = self._pages.find(wanted, shown, hint="campaign", batch_size=20)
            async for page in cursor:
                yield page["building"], [orjson.loads(answer) for answer in page["answers"]]

    async def named(self, campaign: str) -> AsyncIterator[tuple[Ticket, Answers]]:
        """Yield what each household answered, of a campaign that is not anonymous."""
        async for row in self._find({"campaign": campaign, "spent": True}, None):
            if "content" in row:
                yield read(row), orjson.loads(row["content"])

    async def forget(self, tickets: Sequence[str]) -> None:
        """Take out of tickets what their households answered; what waits, once it is counted."""
        wanted = {"_id": {"$in": list(tickets)}}
        async with away_is_unavailable():
            waits = {**wanted, "waits": {"$exists": True}}
            await self._tickets.update_many(waits, {"$set": {"forgotten": True}})
            await self._empty({**wanted, "waits": {"$exists": False}})

    async def _empty(self, wanted: Document) -> None:
        await self._tickets.update_many(wanted, {"$unset": {"content": "", "forgotten": ""}})

    async def _find(
        self, wanted: Document, shown: Document | None, hint: str | None = None
    ) -> AsyncIterator[Document]:
        async with away_is_unavailable():
            async for document in self._tickets.find(wanted, shown, hint=hint):
                yield document

    def _waiting(self, span: Document) -> AsyncIterator[Document]:
        return self._find({"waits": span}, {"waits": 1, "page": 1}, hint="waits")

    async def _insert(self, page: Document) -> bool:
        try:
            async with away_is_unavailable():
                await self._pages.insert_one(page)
        except DuplicateKeyError:
            return False
        return True

    async def _is_void(self, page: str) -> bool:
        async with away_is_unavailable():
            found = await self._pages.find_one({"_id": page}, {"void": 1})
        return bool(found and found.get("void"))

    async def _free(self, page: str) -> None:
        async with away_is_unavailable():
            await self._tickets.update_many({"page": page}, {"$unset": {"page": ""}})
