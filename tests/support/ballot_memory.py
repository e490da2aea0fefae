"""Keep tickets, pages, owners, calls and campaigns in memory, with their ports' semantics."""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import orjson

from services.survey.domain.campaigns.answering import Answers
from services.survey.domain.campaigns.campaign import Campaign
from services.survey.domain.campaigns.mixing import Batch
from services.survey.domain.campaigns.page import Claimed, Page
from services.survey.domain.campaigns.tally import Tally
from services.survey.domain.campaigns.ticket import Ticket
from services.survey.domain.estate_rules import EstateRules, rules_id
from services.survey.domain.owner import Owner, key_of
from services.survey.domain.returns.return_call import WAITING, ReturnCall
from services.survey.domain.rules_file import RuleBook
from tests.support.memory import Memory


@dataclass(slots=True)
class MemoryBox:
    """A ballot box (see ``services.survey.ports.BallotBox``) in which nothing ever dies midway."""

    kept: dict[str, Ticket] = field(default_factory=dict)
    contents: dict[str, bytes] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)
    apart: set[str] = field(default_factory=set)

    async def issue(self, tickets: Sequence[Ticket]) -> None:
        for ticket in tickets:
            self.kept.setdefault(ticket.id, ticket)

    async def tickets(self, campaign: str, bucket: int) -> list[Ticket]:
        return [t for t in self.kept.values() if (t.campaign, t.bucket) == (campaign, bucket)]

    async def ticket(self, ticket: str) -> Ticket | None:
        return self.kept.get(ticket)

    async def cast(self, ticket: Ticket, receipt: str, content: bytes) -> bool:
        if self.kept[ticket.id].spent:
            return self.kept[ticket.id].receipt == receipt
        self.kept[ticket.id] = replace(ticket, spent=True, receipt=receipt)
        self.contents[ticket.id] = content
        return True

    async def cast_sealed(self, ticket: Ticket, receipt: str, sealed: bytes) -> bool:
        self.apart.add(ticket.id)
        return await self.cast(ticket, receipt, sealed)

    async def mend(self, campaign: str, bucket: int | None = None) -> None:
        for identity in self.apart:
            ticket = self.kept[identity]
            if ticket.campaign == campaign and bucket in (None, ticket.bucket):
                self.kept[identity] = replace(ticket, spent=True)

    async def campaigns_waiting(self) -> list[tuple[str, str]]:
        found = {(self.kept[t].estate, self.kept[t].campaign) for t in self.contents}
        return sorted(found)

    async def waiting(self, estate: str, campaign: str) -> Mapping[str, Sequence[str]]:
        found = defaultdict[str, list[str]](list)
        for identity in self.contents:
            if self.kept[identity].campaign == campaign:
                found[self.kept[identity].building].append(identity)
        return found

    async def claim(self, batch: Batch) -> Claimed:
        page = f"page-{len(self.pages)}"
        return Claimed(page=page, contents={t: self.contents[t] for t in batch.tickets})

    async def put(self, claimed: Claimed, page: Page) -> bool:
        self.pages[claimed.page], self.members[claimed.page] = page, list(claimed.contents)
        return True

    async def release(self, page: str, *, keep: bool) -> None:
        for ticket in self.members.pop(page):
            del self.contents[ticket]

    async def unfinished(self) -> list[tuple[str, str, str]]:
        return []

    async def take_back(self) -> None:
        """Leave everything: nothing was begun."""

    async def tallies(self, campaign: str) -> Mapping[str, Tally]:
        found: dict[str, Tally] = {}
        for page in self.pages.values():
            if page.campaign == campaign:
                found.setdefault(page.building, Tally()).add(page.tally)
        return found

    async def spent(self, campaign: str, answers: int) -> Mapping[str, int]:
        return Counter(t.building for t in self.kept.values() if t.spent and t.campaign == campaign)

    async def answers(self, campaign: str) -> AsyncIterator[tuple[str, list[Answers]]]:
        for page in self.pages.values():
            if page.campaign == campaign:
                yield page.building, [orjson.loads(answer) for answer in page.answers]

    async def forget(self, tickets: Sequence[str]) -> None:
        self.forgotten.update(tickets)

    async def named(self, campaign: str) -> AsyncIterator[tuple[Ticket, Answers]]:
        for page in self.pages.values():
            for ticket, answer in zip(self.kept.values(), page.answers, strict=False):
                if page.campaign == campaign:
                    yield ticket, orjson.loads(answer)


@dataclass(slots=True)
class MemoryBook:
    """The estates' rules, read anew each time."""

    rules: Memory[EstateRules]

    async def of(self, estate: str) -> RuleBook:
        found = self.rules.kept.get(rules_id(estate))
        return found.book() if found else RuleBook()

    async def all(self) -> Mapping[str, RuleBook]:
        return {one.estate: one.book() for one in self.rules.kept.values()}

    def forget(self, estate: str) -> None:
        """Have nothing to forget."""


@dataclass(slots=True)
class MemoryRounds:
    """Owners, return calls and campaigns by what is asked (``services.survey.ports.Rounds``)."""

    owners: Memory[Owner]
    returns: Memory[ReturnCall]
    asked: Memory[Campaign]

    async def owner(self, estate: str, owner_id: str) -> Owner | None:
        return self.owners.kept.get(key_of(owner_id, estate))

    async def owners_in(self, estate: str, bucket: int) -> list[Owner]:
        found = (o for o in self.owners.kept.values() if (o.estate, o.bucket) == (estate, bucket))
        return [owner for owner in found if owner.active]

    async def members(self, estate: str, household: str) -> list[Owner]:
        found = (o for o in self.owners.kept.values() if o.estate == estate and o.active)
        return [owner for owner in found if household and owner.household == household]

    async def calls_of_request(self, estate: str, request_id: str) -> list[ReturnCall]:
        found = (c for c in self.returns.kept.values() if c.estate == estate)
        return [call for call in found if call.case.request_id == request_id]

    async def calls_to_expire(self, now: datetime) -> list[ReturnCall]:
        found = self.returns.kept.values()
        return [call for call in found if call.stand in WAITING and call.due_at <= now]

    async def campaign(self, estate: str, campaign_id: str) -> Campaign | None:
        found = self.asked.kept.get(campaign_id)
        return found if found and found.estate == estate else None

    async def campaigns(self, estate: str, since: datetime) -> list[Campaign]:
        found = (one for one in self.asked.kept.values() if one.estate == estate)
        found = (one for one in found if one.opens_at >= since)
        return sorted(found, key=lambda one: one.opens_at, reverse=True)

    async def campaigns_due(self, now: datetime) -> list[Campaign]:
        return [one for one in self.asked.kept.values() if one.next_at and one.next_at <= now]
