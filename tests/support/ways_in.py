"""Tell the same kind of trouble by each channel: three owners, three ways in, three urgencies."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from aiohttp import ClientSession

from shared.contracts.words import Category, Channel, ClockName, Outlet, Urgency
from tests.support.caller import Answer, Caller, Json, owner, person, staff
from tests.support.eventually import eventually
from tests.support.installation import Installation
from tests.support.platform import Platform, call

CLERK: Final = "c01"


@dataclass(slots=True, frozen=True, kw_only=True)
class WayIn:
    """Who tells what, and what the rule book makes of it."""

    owner_id: str
    text: str
    category: Category
    urgency: Urgency
    clocks: frozenset[ClockName]
    promised: Mapping[ClockName, timedelta]
    outlet: Outlet
    tell: Callable[[ClientSession, Installation, "WayIn"], Awaitable[Answer]]
    found: Callable[[Answer], Json] = lambda answer: answer.json
    heard_by: str | None = None

    @property
    def household(self) -> dict[str, str]:
        """Return the owner's row in the register."""
        return person("households.csv", "owner_id", self.owner_id)

    @property
    def address(self) -> str:
        """Return where the owner's first outlet finds them."""
        field = {Outlet.SMS: "phone", Outlet.WECHAT: "wechat_openid", Outlet.APP: "owner_id"}
        return self.household[field[self.outlet]]


async def by_app(door: ClientSession, hudong: Installation, way: WayIn) -> Answer:
    """Log in as the owner and send it with the app."""
    teller = await owner(door, hudong, way.household["phone"])
    return await teller.post("/api/v1/app/requests", {"text": way.text})


async def by_wechat(door: ClientSession, hudong: Installation, way: WayIn) -> Answer:
    """Say it to the official account."""
    platform = Platform(hudong.place.keys)
    said = platform.says(way.address, way.text, number="70001")
    return await call(Caller(door), platform.sealed(said))


async def by_phone(door: ClientSession, hudong: Installation, way: WayIn) -> Answer:
    """Tell it to a clerk, who finds the caller by their room."""
    clerk = await staff(door, hudong, CLERK)
    home = way.household
    room = f"{home['building']}-{home['unit']}-{home['room']}"
    found = (await clerk.get("/api/v1/desk/owners", q=room)).json
    form = {"text": way.text, "owner_id": found[0]["owner_id"], "heard_at": "phone"}
    return await clerk.post("/api/v1/desk/requests", form)


WAYS_IN: Final[Mapping[Channel, WayIn]] = {
    Channel.APP: WayIn(
        owner_id="o003",
        text="厨房水管爆裂,水已经漫到客厅了,请马上来人",
        category=Category.REPAIR,
        urgency=Urgency.URGENT,
        clocks=frozenset({ClockName.DISPATCH, ClockName.ARRIVAL, ClockName.RESOLUTION}),
        promised={ClockName.ARRIVAL: timedelta(minutes=15)},
        outlet=Outlet.APP,
        tell=by_app,
    ),
    Channel.WECHAT: WayIn(
        owner_id="o002",
        text="地下车库入口的护栏断了,容易伤到人",
        category=Category.REPAIR,
        urgency=Urgency.IMPORTANT,
        clocks=frozenset({ClockName.DISPATCH, ClockName.RESOLUTION}),
        promised={
            ClockName.DISPATCH: timedelta(hours=1),
            ClockName.RESOLUTION: timedelta(hours=24),
        },
        outlet=Outlet.WECHAT,
        tell=by_wechat,
    ),
    Channel.DESK: WayIn(
        owner_id="o001",
        text="楼道里的垃圾堆了两天没人清理",
        category=Category.SANITATION,
        urgency=Urgency.GENERAL,
        clocks=frozenset({ClockName.DISPATCH, ClockName.RESOLUTION}),
        promised={},
        outlet=Outlet.SMS,
        tell=by_phone,
        heard_by=CLERK,
    ),
}


async def received(teller: Caller, way: WayIn) -> Json:
    """Return the request that came of the telling, as the newest one of its text."""
    found: list[Json] = []

    async def there() -> bool:
        page = (await teller.get("/api/v1/requests", limit="50")).json["requests"]
        found.extend(one for one in page if one["text"] == way.text and one["assignee"])
        return bool(found)

    await eventually(there, within=240)
    return found[0]
