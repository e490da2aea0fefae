"""Make a move that a person asks for, on what they have before them, and show what came of it."""

import re
from collections.abc import Callable, Set
from contextlib import suppress
from dataclasses import replace
from typing import Annotated, Final, TypeVar, get_type_hints

from aiohttp import web
from pydantic import Field, StringConstraints

from services.router import handlers
from services.router.api.context import person_of, work_of
from services.router.api.requests import show
from services.router.api.views import RequestView, view_of
from services.router.domain.act import Act
from services.router.domain.request import Request
from services.router.domain.rights import Person
from shared.contracts.words import STAFF, Channel, Role
from shared.kernel.errors import Invalid, Seen
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Form, Routes, operation

AT: Final = "/api/v1/requests/{request_id}"
MOVING: Final = {**REPEATABLE, "If-Match": False}
Words = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Short = Annotated[str, StringConstraints(max_length=200)]
_TAG: Final = re.compile(r'(?:W/)?"?(\d{1,9})"?')


class Move(Form):
    """A move; ``version`` is that of the request as it was shown, as is the ``If-Match`` header."""

    version: Annotated[int, Field(ge=1)] | None = None


class Empty(Move):
    """Nothing needs to be said."""


class Because(Move):
    """Why."""

    reason: Words


M = TypeVar("M", bound=Move)
Deed = Callable[[Request, Act, M], None]


def moving(routes: Routes, path: str, roles: Set[Role] = STAFF) -> Callable[[Deed[M]], Deed[M]]:
    """Open a door at ``path`` of a request for a deed, whose name is the right that it wants."""

    def opened(deed: Deed[M]) -> Deed[M]:
        async def door(
            request: web.Request, who: Principal, request_id: str, form: M
        ) -> RequestView:
            return await make(
                request, who, form, deed.__name__, lambda it, act: deed(it, act, form)
            )

        door.__name__, door.__doc__, door.__module__ = deed.__name__, deed.__doc__, deed.__module__
        door.__annotations__["form"] = get_type_hints(deed)["form"]
        routes.post(f"{AT}/{path}")(operation(roles=frozenset(roles), headers=MOVING)(door))
        return deed

    return opened


async def make(
    request: web.Request, who: Principal, form: Move, name: str, move: handlers.Move
) -> RequestView:
    """Make the move and show what came of it; a repeat of the same key only shows."""
    request_id, person = request.match_info["request_id"], mover_of(request, who, form)
    work = work_of(request, who, request_id)
    with suppress(Seen):
        moved = await handlers.obey(name, request_id, person, move, work)
        return view_of(moved, person, await work.book.rules(who.estate))
    return await show(request, who, request_id)


def mover_of(request: web.Request, who: Principal, form: Move) -> Person:
    """Return who moves, by which way in, and which version they have seen."""
    seen = form.version or _version(request.headers.get("If-Match"))
    return replace(person_of(who), channel=_channel(request, who), seen=seen)


def _version(tag: str | None) -> int | None:
    if tag is None or tag.strip() == "*":
        return None
    match = _TAG.fullmatch(tag.strip())
    if match is None:
        raise Invalid('If-Match 应当是看到的版本号，例如 "3"', (("If-Match", "看不懂"),))
    return int(match[1])


def _channel(request: web.Request, who: Principal) -> str:
    if who.role is not Role.OWNER:
        return "console"
    weixin = "MicroMessenger" in request.headers.get("User-Agent", "")
    return Channel.WECHAT if weixin else Channel.APP
