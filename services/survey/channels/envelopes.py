"""Keep sealed answers apart from the tickets of the households that gave them.

An **envelope** (``envelopes``, anonymous campaigns only) is known by a keyed digest of its
ticket's id, ``sending`` by one of the receipt: without the service's secret neither tells of which
ticket, and a ticket names no envelope. It holds the building, the sealed answer until that is
counted, and no time. Its stub (digests, estate and campaign) then stays behind.

To answer is two writes, and the first decides: (1) put the envelope, (2) spend the ticket. The
digest lets one household put one envelope, ever, whatever its ticket says.

- Dead before 1: nothing was taken; the household sends again.
- Dead between 1 and 2: the answer counts. The ticket looks unspent, but a repeat of the sending
  meets its own envelope and spends it; another sending meets it and is refused. Whoever is about
  to act on tickets (a reminder, the last counting) first spends those that have an envelope
  (``of``), without a receipt; ``sending`` still knows a repeat then. While a campaign is open its
  turnout is taken from the answers, not from tickets.
- Dead after 2, the reply lost: the repeat is known by the ticket's receipt.
- A sending that read its ticket unspent and comes late, even after the answer was counted, meets
  the stub. This is why the stub stays: were it removed, a slow one could answer twice, and no mark
  on a ticket could be certain enough to prevent it.

A secret that is changed in the middle of a campaign ends all this: what waits cannot be opened any
more, and a ticket that was not spent yet could put another envelope.
"""

from collections.abc import Iterable, Mapping

from pymongo.errors import DuplicateKeyError

from services.survey.channels.waiting import Waiting
from services.survey.domain.campaigns.sealing import Envelopes
from services.survey.domain.campaigns.ticket import Ticket
from shared.runtime.mongo import Database, away_is_unavailable


class MongoEnvelopes:
    """The envelopes in MongoDB."""

    def __init__(self, database: Database, marks: Envelopes) -> None:
        self._kept = database["envelopes"]
        self._marks = marks
        self.waiting = Waiting(self._kept)

    async def put(self, ticket: Ticket, receipt: str, sealed: bytes) -> bool:
        """Keep a ticket's one envelope; false if another sending's is there."""
        mark = self._mark(ticket.campaign, ticket.id)
        sending = self._marks.mark(ticket.campaign, f"sending {receipt}")
        envelope = {
            "_id": mark,
            "estate": ticket.estate,
            "campaign": ticket.campaign,
            "building": ticket.building,
            "sending": sending,
            "content": sealed,
            "waits": f"{ticket.estate}|{ticket.campaign}|{ticket.building}",
        }
        async with away_is_unavailable():
            try:
                await self._kept.insert_one(envelope)
            except DuplicateKeyError:
                return bool(await self._kept.find_one({"_id": mark, "sending": sending}))
        return True

    async def of(self, campaign: str, tickets: Iterable[str]) -> list[str]:
        """Return those tickets that have an envelope, or had one before it was counted."""
        marks: Mapping[str, str] = {self._mark(campaign, ticket): ticket for ticket in tickets}
        async with away_is_unavailable():
            found = self._kept.find({"_id": {"$in": list(marks)}}, {"_id": 1})
            return [marks[envelope["_id"]] async for envelope in found]

    async def empty(self, ids: Iterable[str], page: str) -> None:
        """Leave nothing but the stubs of the envelopes that a page has taken."""
        await self.waiting.let_go(ids, page, ("content", "building"))

    def _mark(self, campaign: str, ticket: str) -> str:
        return self._marks.mark(campaign, f"ticket {ticket}")
