"""Hand out the service's growing lists page by page."""

from collections.abc import Sequence
from typing import Any

from services.survey.channels.timeline import Timeline, Which
from services.survey.domain.campaigns.campaign import Campaign
from services.survey.domain.forums.forum import Forum
from services.survey.domain.paging import Slice, Turn
from services.survey.domain.returns.return_call import WAITING, ReturnCall
from services.survey.domain.voices.promise import Promise
from services.survey.domain.voices.suggestion import Suggestion
from shared.kernel.clock import Clock
from shared.store.mongo import Store


class MongoPages:
    """Lists in MongoDB (see ``services.survey.ports.Pages``)."""

    def __init__(self, store: Store, clock: Clock) -> None:
        def timeline(name: str, field: str) -> Timeline[Any]:
            return Timeline(store.kept(name), field, clock)

        self._calls: Timeline[ReturnCall] = timeline("return_calls", "due_at")
        self._campaigns: Timeline[Campaign] = timeline("campaigns", "opens_at")
        self._suggestions: Timeline[Suggestion] = timeline("suggestions", "given_at")
        self._promises: Timeline[Promise] = timeline("promises", "made_at")
        self._forums: Timeline[Forum] = timeline("forums", "starts_at")

    async def ensure_indexes(self) -> None:
        """Create one for each list."""
        for one in (self._calls, self._campaigns, self._suggestions, self._promises, self._forums):
            await one.ensure_index()

    async def calls(self, estate: str, turn: Turn) -> Slice[ReturnCall]:
        """Return the calls that wait, the most pressing first."""
        return await self._calls.ahead(Which(estate, lambda one: one.stand in WAITING), turn)

    async def campaigns(self, estate: str, turn: Turn) -> Slice[Campaign]:
        """Return an estate's campaigns, the latest first."""
        return await self._campaigns.back(Which(estate), turn)

    async def suggestions(
        self, estate: str, turn: Turn, verdicts: Sequence[str], *, shown: bool
    ) -> Slice[Suggestion]:
        """Return suggestions that stand so, the latest first; ``shown``: to the whole estate."""

        def fits(one: Suggestion) -> bool:
            return one.verdict in verdicts and (not shown or bool(one.shown))

        return await self._suggestions.back(Which(estate, fits), turn)

    async def promises(self, estate: str, turn: Turn, faiths: Sequence[str]) -> Slice[Promise]:
        """Return promises that stand so, the latest first."""
        return await self._promises.back(Which(estate, lambda one: one.faith in faiths), turn)

    async def forums(self, estate: str, turn: Turn) -> Slice[Forum]:
        """Return forums and activities, the latest first."""
        return await self._forums.back(Which(estate), turn)
