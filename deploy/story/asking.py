"""Ask for something by each of the three ways in (policy.zh.md 二)."""

import re
import time
from collections.abc import Awaitable, Callable, Mapping
from itertools import count
from typing import Final

from deploy.story.case import Case
from deploy.story.doors import Answer, Call
from deploy.story.people import DESK_CLERKS, VISITORS, Cast, Person
from deploy.story.script import Scene
from shared.contracts.words import Channel

_NUMBER: Final = re.compile(r"编号 ([0-9A-Z]{4}-[0-9A-Z]{4})")
_TURN: Final = count()
_MESSAGE: Final = count(time.time_ns())


class Taken(Answer):
    """What the app and the desk are answered."""

    request_id: str
    number: str


class Twice(Exception):
    """What was sent a second time was taken in a second time."""


async def ask(case: Case, cast: Cast) -> None:
    """Submit the case's request; raises ``Twice``."""
    case.request_id, case.number = await _WAYS[case.scene.channel](case.scene, cast)
    cast.watch.follow(case)
    case.tell(case)


async def _by_app(scene: Scene, cast: Cast) -> tuple[str, str]:
    owner = await cast.owner(scene.who)
    call = Call(path="/api/v1/app/requests", form={"text": scene.text}, token=owner.token)
    answers = [await cast.doors.ask(Taken, call) for _ in range(1 + scene.twice)]
    _check_once([answer.request_id for answer in answers])
    return answers[0].request_id, answers[0].number


async def _by_wechat(scene: Scene, cast: Cast) -> tuple[str, str]:
    sender, message = cast.owners[scene.who].openid, str(next(_MESSAGE))
    said = [
        await cast.platform.say(scene.text, sender, message, cast.doors)
        for _ in range(1 + scene.twice)
    ]
    numbers = [found[1] if (found := _NUMBER.search(words)) else words for words in said]
    _check_once(numbers)
    return await cast.watch.id_of(numbers[0]), numbers[0]


async def _at_desk(scene: Scene, cast: Cast) -> tuple[str, str]:
    clerk = await cast.staff(DESK_CLERKS[next(_TURN) % len(DESK_CLERKS)])
    form: dict[str, object] = {"text": scene.text, "heard_at": scene.heard_at}
    form |= {"prefers": scene.prefers} if scene.prefers else {}
    form |= await _caller(scene.who, clerk, cast)
    taken = await clerk.do(Taken, "/api/v1/desk/requests", form)
    return taken.request_id, taken.number


async def _caller(name: str, clerk: Person, cast: Cast) -> dict[str, object]:
    """Return who stands at the desk: found by their door, or written down as they say."""
    if name in VISITORS:
        return {"reporter": {"name": name, "phone": VISITORS[name]}}
    owner = cast.owners[name]
    call = Call(path="/api/v1/desk/owners", query={"q": owner.door}, token=clerk.token)
    found = await cast.doors.knock(call)
    return {"owner_id": owner.owner_id} if owner.owner_id.encode() in found else {}


def _check_once(told: list[str]) -> None:
    if len(set(told)) > 1:
        raise Twice(f"sent twice, taken in twice: {', '.join(told)}")


_WAYS: Final[Mapping[Channel, Callable[[Scene, Cast], Awaitable[tuple[str, str]]]]] = {
    Channel.APP: _by_app,
    Channel.WECHAT: _by_wechat,
    Channel.DESK: _at_desk,
}
