"""Play one request from the owner's words to the satisfied owner, and keep what was seen."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from aiohttp import ClientSession

from shared.contracts.words import Channel, Outlet
from tests.support.caller import Answer, Caller, Json, owner, staff
from tests.support.eventually import eventually
from tests.support.installation import SERVICES, Installation
from tests.support.ways_in import WAYS_IN, WayIn, received

OUTCOMES: Final = ("已到场处理,暂时恢复正常", "更换了全部损坏部件,复查正常")
COMPLAINT: Final = "第二天又出了同样的问题"
UNHAPPY: Final = {"speed": 4, "effect": 1, "attitude": 5, "solved": False, "words": COMPLAINT}
HAPPY: Final = {"speed": 5, "effect": 5, "attitude": 5, "solved": True}
RESULT: Final = "request.resolved.v1"
SURVEY: Final = "survey.opened.v1"


@dataclass(slots=True, kw_only=True)
class Chronicle:
    """What was seen on the way, in order; views are the manager's unless they say otherwise."""

    way: WayIn
    channel: Channel
    told: Answer
    assigned: Json
    duty: Json
    resolved: list[Json] = field(default_factory=list)
    fed_back: list[Json] = field(default_factory=list)
    pages: list[Json] = field(default_factory=list)
    answers: list[Json] = field(default_factory=list)
    reopened: Json = None
    closed: Json = None
    surveys: Json = None
    sent: list[Json] = field(default_factory=list)
    spoke: frozenset[str] = frozenset()

    @property
    def request_id(self) -> str:
        """Return the request's id, which is the story's."""
        return str(self.assigned["request_id"])

    def messages(self, because: str, to: str = "") -> list[Json]:
        """Return what went out because of an event, to one address if it is given."""
        return [m for m in self.sent if m["because"] == because and to in ("", m["to"])]


async def play(channel: Channel, hudong: Installation) -> Chronicle:
    """Play the whole story of a request that came by ``channel``."""
    async with ClientSession(hudong.door) as door:
        return await _Play(door, hudong, channel).whole()


class _Play:
    """The story as it runs: the manager watches, the owner and the assignee act."""

    def __init__(self, door: ClientSession, hudong: Installation, channel: Channel) -> None:
        self._door, self._hudong, self._channel = door, hudong, channel
        self._way = WAYS_IN[channel]
        self._seen: Chronicle
        self._manager: Caller

    async def whole(self) -> Chronicle:
        self._manager = await staff(self._door, self._hudong, "m01")
        await self._is_told()
        await self._is_done(OUTCOMES[0])
        await self._reaches_the_owner(1)
        await self._is_answered(UNHAPPY)
        self._seen.reopened = await self._once(lambda it: it["round"] == 2)
        await self._is_done(OUTCOMES[1])
        await self._reaches_the_owner(2)
        await self._is_answered(HAPPY)
        self._seen.closed = await self._once(lambda it: it["status"] == "closed")
        await self._look_back()
        return self._seen

    async def _is_told(self) -> None:
        told = await self._way.tell(self._door, self._hudong, self._way)
        assigned = await received(self._manager, self._way)
        duty = await self._manager.get("/api/v1/roster", at=assigned["submitted_at"])
        self._seen = Chronicle(
            way=self._way, channel=self._channel, told=told, assigned=assigned, duty=duty.json
        )
        await eventually(lambda: self._went_out("request.assigned.v1", 2))

    async def _is_done(self, outcome: str) -> None:
        """Have the assignee accept, arrive and resolve."""
        worker = await staff(self._door, self._hudong, (await self._now())["assignee"])
        at = f"/api/v1/requests/{self._seen.request_id}"
        await worker.done(f"{at}/accept", {})
        await worker.done(f"{at}/arrive", {})
        self._seen.resolved.append(await worker.done(f"{at}/resolve", {"outcome": outcome}))

    async def _reaches_the_owner(self, times: int) -> None:
        """Wait until the result has arrived, which an app shows by opening its inbox."""
        await eventually(lambda: self._went_out(RESULT, times, self._way.address))
        if self._way.outlet is Outlet.APP:
            phone = self._way.household["phone"]
            reader = await owner(self._door, self._hudong, phone)
            shown = (await reader.get("/api/v1/inbox")).json["messages"]
            ids = [one["notification_id"] for one in shown]
            await reader.post("/api/v1/inbox/read", {"notification_ids": ids})
        self._seen.fed_back.append(await self._once(_has_fed_back))
        await eventually(lambda: self._went_out(SURVEY, times, self._way.address))

    async def _is_answered(self, answer: Json) -> None:
        """Follow the newest link as its owner would, without any log-in."""
        link = (await self._sent(SURVEY))[-1]["text"].partition("/s/")[2][:40]
        nobody, page = Caller(self._door), f"/api/v1/surveys/{link}"
        self._seen.pages.append((await nobody.get(page)).json)
        self._seen.answers.append(await nobody.done(f"{page}/answer", answer))

    async def _look_back(self) -> None:
        """Gather what went out and who logged the story, once all have had their say."""
        request_id = self._seen.request_id
        found = await self._manager.get("/api/v1/surveys", request_id=request_id)
        self._seen.surveys = found.json["surveys"]
        self._seen.sent = await self._sent()
        await eventually(lambda: self._speakers() == set(SERVICES))
        self._seen.spoke = frozenset(self._speakers())

    def _speakers(self) -> set[str]:
        story = self._seen.request_id
        return {
            name
            for name in SERVICES
            if any(line.get("correlation") == story for line in self._hudong.logged(name))
        }

    async def _once(self, true: Callable[[Json], bool]) -> Json:
        """Return the request as it is when something has become true of it."""
        await eventually(lambda: _holds(true, self._now()))
        return await self._now()

    async def _now(self) -> Json:
        return (await self._manager.get(f"/api/v1/requests/{self._seen.request_id}")).json

    async def _went_out(self, because: str, times: int, to: str = "") -> bool:
        return len(await self._sent(because, to)) >= times

    async def _sent(self, because: str = "", to: str = "") -> list[Json]:
        wanted = {"about": self._seen.request_id, "because": because, "to": to}
        query = {name: value for name, value in wanted.items() if value}
        found = await Caller(self._door).get(f"{self._hudong.sandbox}/messages", **query)
        return list(found.json["messages"])


def _has_fed_back(request: Json) -> bool:
    clocks = [c for c in request["clocks"] if c["clock"] == "feedback"]
    return len(clocks) == request["round"] and all("stopped_at" in clock for clock in clocks)


async def _holds(true: Callable[[Json], bool], request: Awaitable[Json]) -> bool:
    return true(await request)


def played(channel: Channel, hudong: Installation) -> Chronicle:
    """Play a story from a fixture that is no coroutine."""
    return asyncio.run(play(channel, hudong))
