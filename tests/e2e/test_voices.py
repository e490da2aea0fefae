"""What owners say besides requests: suggestions, promises, a forum, and what becomes of them."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from aiohttp import ClientSession

from services.survey.domain.terms import CHINA
from shared.kernel.clock import utc_now
from tests.support.caller import Caller, Json
from tests.support.eventually import eventually
from tests.support.installation import Installation
from tests.support.matter import People

ASKER, OTHER, HOUSEMATE = "o001", "o002", "o003"
SLACK = timedelta(minutes=2)


def _messages(hudong: Installation, door: ClientSession) -> Callable[[str], Awaitable[str]]:
    async def about(subject: str) -> str:
        found = await Caller(door).get(f"{hudong.sandbox}/messages", about=subject)
        return "|".join(message["text"] for message in found.json["messages"])

    return about


async def test_a_suggestion_becomes_a_promise_that_is_kept(
    hudong: Installation, door: ClientSession, people: People
) -> None:
    asker, manager, told = people.owner(ASKER), people.staff("m01"), _messages(hudong, door)
    given = await asker.done("/api/v1/suggestions", {"words": "地库B2的灯太暗,请换亮一些"})
    path = f"/api/v1/suggestions/{given['suggestion_id']}"

    async def is_received() -> bool:
        return given["number"] in await told(given["suggestion_id"])

    await eventually(is_received)
    due_on = (utc_now() + timedelta(days=20)).date().isoformat()
    answer = {"accepted": True, "reason": "确实偏暗", "what": "更换B2灯具", "due_on": due_on}
    shown = await manager.done(f"{path}/answer", {**answer, "keeper": "h-eng"})
    promise = f"/api/v1/promises/{shown['promise_id']}"

    async def is_promised() -> bool:
        known = (await asker.get(promise)).status == 200
        return known and "更换B2灯具" in await told(shown["promise_id"])

    await eventually(is_promised)
    kept = await people.staff("h-eng").done(f"{promise}/keep", {"note": "已全部更换"})
    assert kept["faith"] == "kept"

    async def is_told() -> bool:
        return "已经做到" in await told(shown["promise_id"])

    await eventually(is_told)
    assert "确实偏暗" in await told(given["suggestion_id"])
    public = (await people.owner(OTHER).get("/api/v1/suggestions/public")).json
    [row] = [one for one in public["suggestions"] if one["number"] == given["number"]]
    assert (row["promise"], "name" in row) == ("kept", False)


async def test_a_forum_from_its_announcement_to_the_next_ones_opening(
    hudong: Installation, door: ClientSession, people: People
) -> None:
    manager, clerk, told = people.staff("m01"), people.staff("c01"), _messages(hudong, door)
    forum = await manager.done("/api/v1/forums", _announced(await _late_today()))
    at = f"/api/v1/forums/{forum['forum_id']}"

    first = await people.owner(ASKER).done(f"{at}/sign-up", {})
    second = await people.owner(OTHER).done(f"{at}/sign-up", {})
    assert (first["seat"], second["seat"], second["ahead"]) == ("seated", "waiting", 0)
    await people.owner(ASKER).done(f"{at}/withdraw", {})
    assert (await people.owner(OTHER).get(at)).json["seat"] == "seated"

    async def is_moved_up() -> bool:
        return "已为您家留好席位" in await told(forum["forum_id"])

    await eventually(is_moved_up)
    await clerk.done(f"{at}/hold", {})
    desk = {"text": "单元门关不上", "owner_id": OTHER, "heard_at": "forum"}
    taken = await clerk.done("/api/v1/desk/requests", desk)
    outcome = {"how": "request", "request_id": taken["request_id"], "number": taken["number"]}
    await _settled(clerk, at, "单元门关不上", outcome)
    due_on = (utc_now() + timedelta(days=30)).date().isoformat()
    await _settled(
        clerk, at, "充电桩不够", {"how": "promise", "what": "加装两台充电桩", "due_on": due_on}
    )
    await manager.done(f"{at}/publish", {"report": "本季度工作汇报"})

    following = await manager.done("/api/v1/forums", _announced(utc_now() + timedelta(days=60)))
    opening = await people.owner(ASKER).get(f"/api/v1/forums/{following['forum_id']}/opening")
    became = {one["text"]: one["became"] for one in opening.json["questions"]}
    assert became == {"单元门关不上": "处理中", "充电桩不够": "承诺兑现中"}
    status = (await manager.get("/api/v1/forums/status")).json
    assert status["held"] + status["planned"] >= 1
    report = await manager.get("/api/v1/satisfaction")
    assert report.status == 200
    assert (await people.owner(ASKER).get("/api/v1/satisfaction")).status == 403


async def _late_today() -> datetime:
    """Return a moment of this day in China; of the next one if this is all but over."""
    now = utc_now().astimezone(CHINA)
    if (now + SLACK).date() > now.date():
        await asyncio.sleep(SLACK.total_seconds())
    return utc_now().astimezone(CHINA).replace(hour=23, minute=59, second=59)


def _announced(starts_at: datetime) -> Json:
    return {
        "title": "业主座谈会",
        "venue": "会所二楼",
        "starts_at": starts_at.isoformat(),
        "sign_up_by": (starts_at - timedelta(seconds=1)).isoformat(),
        "limits": {"seats": 1, "per_building": 1, "per_band": 1},
    }


async def _settled(clerk: Caller, at: str, text: str, outcome: Json) -> None:
    minutes = await clerk.done(f"{at}/questions", {"text": text, "owner_id": OTHER})
    question = minutes["questions"][-1]["question_id"]
    await clerk.done(f"{at}/questions/{question}/settle", outcome)
