"""Hold tickets and answers so that no document says who answered what.

Nothing here is an aggregate, whose books (ids of saves, messages handled) tell moments. A
**ticket** (``tickets``) names the household and whether it is spent; it holds no time. In a named
campaign it holds the answer too, and to spend it and to keep the answer is one write. An anonymous
answer never lies in it: it waits in an **envelope** (``envelopes``, see
``services.survey.channels.envelopes``). A **page** (``ballots``) holds the answers of five or more
tickets or envelopes, sorted, under a random id; when it is written the answers are taken out of the
envelopes. ``members`` names the page's envelopes, or tickets, as a set, until that is done; then it
is removed. Anonymous answers that an earlier release left in their tickets are counted from there.

What holds, of an anonymous campaign: at no moment does a document hold, or name, both a household
and what it answered, sealed or open. Who has the whole database learns who has answered, and of a
page what five or more unnamed households of one building said. Who has watched every write learns
besides, from what was written one after the other, which households' answers make up a page, not
whose is which. What does not hold: who has the service's secret file as well, and a copy of the
database made while an answer waited (seconds to some minutes, longer in a building in which few
answer), can reckon each ticket's envelope and open it.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import Final
from uuid import uuid4

import orjson
from pymongo.errors import BulkWriteError, DuplicateKeyError

from services.survey.channels.envelopes import MongoEnvelopes
from services.survey.channels.tallies import Tallies, Turnout
from services.survey.channels.ticket_rows import Document, read, unfinished, written
from services.survey.channels.waiting import Waiting
from services.survey.domain.campaigns.answering import Answers
from services.survey.domain.campaigns.mixing import Batch
from services.survey.domain.campaigns.page import Claimed, Page
from services.survey.domain.campaigns.sealing import Envelopes
from services.survey.domain.campaigns.tally import Tally
from services.survey.domain.campaigns.ticket import Ticket
from shared.runtime.mongo import Database, away_is_unavailable

_DUPLICATE: Final = 11000
_APART: Final = {"content": 0, "waits": 0, "page": 0}
_GROUP: Final = 500
_BY_GROUP: Final = [("campaign", 1), ("bucket", 1)]
Hint = str | list[tuple[str, int]] | None


class MongoBallotBox:
    """The ballot box in MongoDB (see ``services.survey.ports.BallotBox``)."""

    def __init__(self, database: Database, marks: Envelopes) -> None:
        self._tickets = database["tickets"]
        self._pages = database["ballots"]
        self._in_tickets = Waiting(self._tickets)
        self._envelopes = MongoEnvelopes(database, marks)
        self._tallies, self._turnout = Tallies(self._pages), Turnout(self._tickets)

    async def ensure_indexes(self) -> None:
        """Create what the questions below need."""
        await self._tickets.create_index(_BY_GROUP)
        for waiting in self._both:
            await waiting.ensure_indexes()
        await self._pages.create_index([("campaign", 1)], name="campaign")
        there = {"unfinished": {"$exists": True}}
        await self._pages.create_index(
            "unfinished", name="unfinished", partialFilterExpression=there
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
        """Spend the ticket and keep the answer, in one write; a repeat is known by its receipt."""
        waits = f"{ticket.estate}|{ticket.campaign}|{ticket.building}"
        spent = {"spent": True, "receipt": receipt, "content": content, "waits": waits}
        async with away_is_unavailable():
            made = await self._tickets.update_one(
                {"_id": ticket.id, "spent": False}, {"$set": spent}
            )
        if made.matched_count:
            return True
        again = await self.ticket(ticket.id)
        return again is not None and again.receipt == receipt

    async def cast_sealed(self, ticket: Ticket, receipt: str, sealed: bytes) -> bool:
        """Put the ticket's one envelope, which decides who was first; then spend the ticket."""
        mine = await self._envelopes.put(ticket, receipt, sealed)
        spent = {"spent": True, "receipt": receipt} if mine else {"spent": True}
        async with away_is_unavailable():
            await self._tickets.update_one({"_id": ticket.id}, {"$set": spent})
        return mine

    async def mend(self, campaign: str, bucket: int | None = None) -> None:
        """Spend the tickets that have an envelope: whoever put it died before doing so."""
        wanted, hint = {"campaign": campaign, "bucket": bucket}, None
        if bucket is None:
            wanted, hint = {"campaign": campaign}, _BY_GROUP
        rows = self._find(wanted, {"_id": 1, "spent": 1}, hint)
        unspent = [row["_id"] async for row in rows if not row["spent"]]
        for at in range(0, len(unspent), _GROUP):
            if found := await self._envelopes.of(campaign, unspent[at : at + _GROUP]):
                spent = {"$set": {"spent": True}}
                async with away_is_unavailable():
                    await self._tickets.update_many({"_id": {"$in": found}}, spent)

    async def campaigns_waiting(self) -> list[tuple[str, str]]:
        """Return (estate, campaign) of those in which answers wait to be counted."""
        found = [d["waits"].split("|", 2) for one in self._both async for d in one.within()]
        return sorted({(estate, campaign) for estate, campaign, _ in found})

    async def waiting(self, estate: str, campaign: str) -> Mapping[str, Sequence[str]]:
        """Return by building the tickets, or envelopes, whose answers wait to be counted."""
        found = defaultdict[str, list[str]](list)
        here = f"{estate}|{campaign}|"
        for waiting in self._both:
            async for document in waiting.within(here):
                if "page" not in document:
                    found[document["waits"].removeprefix(here)].append(document["_id"])
        return found

    async def claim(self, batch: Batch) -> Claimed:
        """Lay one's hand on a batch; others may have been faster with some of it."""
        page = str(uuid4())
        tickets, envelopes = _apart(batch.tickets)
        contents = await self._in_tickets.claim(tickets, page)
        contents |= await self._envelopes.waiting.claim(envelopes, page)
        return Claimed(page=page, contents=contents)

    async def put(self, claimed: Claimed, page: Page) -> bool:
        """Write the page; false if the claim was taken back meanwhile, or it holds nothing."""
        if not claimed.contents:
            return False
        return await self._insert(unfinished(claimed, page))

    async def release(self, page: str, *, keep: bool) -> None:
        """Take the answers out of where they waited (``keep``: leave them), then the members."""
        async with away_is_unavailable():
            found = await self._pages.find_one({"_id": page}, {"members": 1})
            tickets, envelopes = _apart((found or {}).get("members", []))
            await self._envelopes.empty(envelopes, page)
            await self._in_tickets.let_go(tickets, page, () if keep else ("content",))
            if tickets:
                await self._empty({"_id": {"$in": tickets}, "forgotten": True})
            await self._pages.update_one(
                {"_id": page}, {"$unset": {"members": "", "unfinished": ""}}
            )

    async def unfinished(self) -> list[tuple[str, str, str]]:
        """Return (page, estate, campaign) where the members have not all been let go."""
        async with away_is_unavailable():
            wanted = {"unfinished": True}
            cursor = self._pages.find(wanted, {"campaign": 1, "estate": 1}, hint="unfinished")
            return [(d["_id"], d["estate"], d["campaign"]) async for d in cursor]

    async def take_back(self) -> None:
        """Put back what was claimed for a page never written; it never will be after this.

        An empty page stands in its place: whoever had begun it and comes late finds it there.
        """
        for page in sorted(set().union(*[await one.claims() for one in self._both])):
            if await self._insert(
                {"_id": page, "campaign": "", "void": True}
            ) or await self._is_void(page):
                for waiting in self._both:
                    await waiting.free(page)

    async def tallies(self, campaign: str) -> Mapping[str, Tally]:
        """Return the counts by building, at the cost of what has come since the last asking."""
        async with away_is_unavailable():
            return await self._tallies.of(campaign)

    async def spent(self, campaign: str, answers: int) -> Mapping[str, int]:
        """Return by building how many have answered a closed campaign (see ``Turnout``)."""
        async with away_is_unavailable():
            return await self._turnout.of(campaign, answers)

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

    @property
    def _both(self) -> tuple[Waiting, Waiting]:
        return self._in_tickets, self._envelopes.waiting

    async def _empty(self, wanted: Document) -> None:
        await self._tickets.update_many(wanted, {"$unset": {"content": "", "forgotten": ""}})

    async def _find(
        self, wanted: Document, shown: Document | None, hint: Hint = None
    ) -> AsyncIterator[Document]:
        async with away_is_unavailable():
            async for document in self._tickets.find(wanted, shown, hint=hint):
                yield document

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


def _apart(ids: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return which are tickets and which are envelopes: these are long digests."""
    found = list(ids)
    return [one for one in found if "-" in one], [one for one in found if "-" not in one]
