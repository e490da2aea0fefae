"""Find what the service keeps by what people ask for; an index for each question."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

from services.survey.domain.campaigns.campaign import Campaign
from services.survey.domain.estate_rules import EstateRules, rules_id
from services.survey.domain.owner import Owner, key_of
from services.survey.domain.returns.return_call import WAITING, ReturnCall
from services.survey.domain.rules_file import RuleBook
from services.survey.domain.survey import Survey
from shared.kernel.aggregate import Aggregate
from shared.kernel.clock import Clock
from shared.runtime.mongo import away_is_unavailable
from shared.store.mongo import Kept

COLLECTION: Final = "surveys"
_INDEXES: Final = (
    [("case.request_id", 1)],
    [("case.reporter.owner_id", 1), ("answered_at", 1)],
    [("remind_at", 1)],
    [("estate", 1), ("unreached_at", 1)],
    [("estate", 1), ("opened_at", 1)],
)
_AT_ONCE: Final = 200
FRESH: Final = timedelta(seconds=10)
A = TypeVar("A", bound=Aggregate)
EPOCH: Final = datetime.fromtimestamp(0, UTC)  # a bound below keeps out those without a time


class SurveyLists:
    """Reads surveys past the repository: nothing here is changed or saved."""

    def __init__(self, kept: Kept[Survey]) -> None:
        self._kept = kept

    async def ensure_indexes(self) -> None:
        """Create what the questions below need; a repeat changes nothing."""
        for keys in _INDEXES:
            await self._kept.collection.create_index(keys)

    async def one(self, survey_id: str) -> Survey | None:
        """Return the survey, or None."""
        return next(iter(await self._found({"_id": survey_id})), None)

    async def of_request(self, estate: str, request_id: str) -> list[Survey]:
        """Return a request's surveys, the first round first."""
        found = await self._found({"case.request_id": request_id})
        own = (survey for survey in found if survey.estate == estate)
        return sorted(own, key=lambda survey: survey.case.round)

    async def unanswered_of(self, estate: str, owner_id: str) -> list[Survey]:
        """Return an owner's surveys that have neither an answer nor an end, the latest first."""
        found = await self._found(
            {
                "case.reporter.owner_id": owner_id,
                "answered_at": None,
                "ended": None,
                "estate": estate,
            }
        )
        return sorted(found, key=lambda survey: survey.opened_at, reverse=True)

    async def unreached(self, estate: str, since: datetime) -> list[Survey]:
        """Return the surveys that could not be sent since a moment, the latest first."""
        found = await self._found({"estate": estate, "unreached_at": {"$gt": since}})
        return sorted(found, key=lambda survey: survey.unreached_at or EPOCH, reverse=True)

    async def to_remind(self, now: datetime) -> list[Survey]:
        """Return some of the surveys whose reminder is due."""
        return await self._found({"remind_at": {"$gt": EPOCH, "$lte": now}})

    async def _found(self, query: Mapping[str, Any]) -> list[Survey]:
        async with away_is_unavailable():
            cursor = self._kept.collection.find(query, {"outbox": 0, "handled": 0})
            documents = await cursor.to_list(_AT_ONCE)
        return [self._kept.read(document) for document in documents]


class WorkRounds:
    """Reads owners, return calls and campaigns, each by an indexed range that is narrow."""

    def __init__(
        self, owners: Kept[Owner], returns: Kept[ReturnCall], campaigns: Kept[Campaign]
    ) -> None:
        self._owners = owners
        self._returns = returns
        self._campaigns = campaigns

    async def ensure_indexes(self) -> None:
        """Create what the questions below need."""
        for kept, fields in (
            (self._owners, ("estate", "bucket")),
            (self._owners, ("estate", "household")),
            (self._returns, ("case.request_id",)),
            (self._returns, ("stand", "due_at")),
            (self._campaigns, ("estate", "opens_at")),
            (self._campaigns, ("next_at",)),
        ):
            await kept.collection.create_index([(field, 1) for field in fields])

    async def owner(self, estate: str, owner_id: str) -> Owner | None:
        """Return an owner, or None."""
        found = await _read(self._owners, {"_id": key_of(owner_id, estate)})
        return next(iter(found), None)

    async def owners_in(self, estate: str, bucket: int) -> list[Owner]:
        """Return the active owners of one small group of households."""
        found = await _read(self._owners, {"estate": estate, "bucket": bucket})
        return [owner for owner in found if owner.active and owner.household]

    async def members(self, estate: str, household: str) -> list[Owner]:
        """Return the active owners of one household."""
        found = await _read(self._owners, {"estate": estate, "household": household})
        return [owner for owner in found if owner.active and household]

    async def calls_of_request(self, estate: str, request_id: str) -> list[ReturnCall]:
        """Return a request's return calls."""
        found = await _read(self._returns, {"case.request_id": request_id})
        return [call for call in found if call.estate == estate]

    async def calls_to_expire(self, now: datetime) -> list[ReturnCall]:
        """Return some of the calls whose time is over."""
        over = {"$gt": EPOCH, "$lte": now}
        return [
            call
            for stand in WAITING
            for call in await _read(self._returns, {"stand": stand.value, "due_at": over})
        ]

    async def campaign(self, estate: str, campaign_id: str) -> Campaign | None:
        """Return a campaign to look at."""
        found = await _read(self._campaigns, {"_id": campaign_id})
        return next((campaign for campaign in found if campaign.estate == estate), None)

    async def campaigns(self, estate: str, since: datetime) -> list[Campaign]:
        """Return the campaigns that opened since a moment, the latest first."""
        found = await _read(self._campaigns, {"estate": estate, "opens_at": {"$gte": since}})
        return sorted(found, key=lambda campaign: campaign.opens_at, reverse=True)

    async def campaigns_due(self, now: datetime) -> list[Campaign]:
        """Return the campaigns in which something must happen."""
        return await _read(self._campaigns, {"next_at": {"$gt": EPOCH, "$lte": now}})


class RulesInMemory:
    """Keeps each estate's rules for some seconds; parsing them again costs more than reading."""

    def __init__(self, kept: Kept[EstateRules], clock: Clock) -> None:
        self._kept = kept
        self._clock = clock
        self._known: dict[str, tuple[datetime, RuleBook]] = {}

    async def of(self, estate: str) -> RuleBook:
        """Return what the estate's files say; without any, what the service has."""
        read_at, book = self._known.get(estate, (EPOCH, RuleBook()))
        if self._clock() - read_at < FRESH:
            return book
        found = await _read(self._kept, {"_id": rules_id(estate)})
        book = found[0].book() if found else RuleBook()
        self._known[estate] = (self._clock(), book)
        return book

    async def all(self) -> Mapping[str, RuleBook]:
        """Return the rules of every estate that has put files."""
        found = await _read(self._kept, {})
        return {rules.estate: await self.of(rules.estate) for rules in found}

    def forget(self, estate: str) -> None:
        """Read them again at the next need."""
        self._known.pop(estate, None)


async def _read(kept: Kept[A], wanted: Mapping[str, Any]) -> list[A]:
    async with away_is_unavailable():
        cursor = kept.collection.find(wanted, {"outbox": 0, "handled": 0})
        return [kept.read(document) async for document in cursor]
