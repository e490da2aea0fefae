"""Show an owner what is kept about them here."""

from typing import Final

from aiohttp import web
from pydantic import JsonValue

from services.intake.api.context import WORK
from shared.contracts.held import Held, Item
from shared.contracts.words import Role
from shared.web.auth import Principal
from shared.web.operation import Routes, View, cause_of, operation

routes: Final = Routes()


class HeldView(View, Held):
    """Everything that this service keeps about the caller."""


@routes.get("/api/v1/me/data")
@operation(roles=frozenset({Role.OWNER}))
async def show(request: web.Request, who: Principal) -> HeldView:
    """Show what this service keeps about the caller."""
    memory = request.app[WORK](cause_of(request, who)).memory
    held = await memory.held(who.estate, who.id) if memory else Held()
    return HeldView(items=tuple(_own(one, who) for one in held.items), days=held.days)


def _own(item: Item, who: Principal) -> Item:
    """Return a record without what others said in the same group, which is not theirs to read."""
    said = item.says.get("candidates")
    if not isinstance(said, list):
        return item
    mine = [one for one in said if isinstance(one, dict) and one.get("owner_id") == who.id]
    shown: list[JsonValue] = [{**one, "also": []} for one in mine]
    return item.model_copy(update={"says": {**item.says, "candidates": shown}})
