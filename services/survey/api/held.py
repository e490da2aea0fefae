"""Show an owner what is kept about them here."""

from typing import Final

from aiohttp import web
from pydantic import JsonValue

from services.survey.api.context import work_of
from services.survey.domain.forums.forum import Forum
from shared.contracts.held import Held, Item
from shared.contracts.words import Role
from shared.web.auth import Principal
from shared.web.operation import Routes, View, operation

routes: Final = Routes()


class HeldView(View, Held):
    """Everything that this service keeps about the caller."""


@routes.get("/api/v1/me/data")
@operation(roles=frozenset({Role.OWNER}))
async def show(request: web.Request, who: Principal) -> HeldView:
    """Show what this service keeps about the caller."""
    work = work_of(request, who)
    held = await work.memory.held(who.estate, who.id) if work.memory else Held()
    seats = [_seat(forum, who) for forum in await work.voices.forums_of(who.estate, who.id)]
    return HeldView(items=(*held.items, *seats), days=held.days)


def _seat(forum: Forum, who: Principal) -> Item:
    """Return an owner's own sign-up and questions; who else comes is not theirs to read."""
    mine = [one for one in forum.guests if one.owner_id == who.id]
    asked: list[JsonValue] = [q.text for q in forum.questions if q.asker.owner_id == who.id]
    seats: list[JsonValue] = [one.state.value for one in mine]
    return Item(
        kind="forums",
        id=forum.id,
        says={"title": forum.title, "signed_up": seats, "asked": asked},
    )
