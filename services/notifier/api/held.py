"""Show an owner what is kept about them here."""

from typing import Final

from aiohttp import web

from services.notifier.api.door import work_of
from services.notifier.api.webhooks import HOOKS
from services.notifier.domain.webhooks import Delivery
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
    memory = work_of(request, who).memory
    held = await memory.held(who.estate, who.id) if memory else Held()
    hooks = request.app[HOOKS](cause_of(request, who))
    sent = await hooks.lists.speaking_of(who.estate, who.id)
    own = (_own(one, who) for one in held.items)
    return HeldView(items=(*own, *(_told_outside(one) for one in sent)), days=held.days)


def _own(item: Item, who: Principal) -> Item:
    """Return a record; of one that was for somebody else only what it says of the caller."""
    letter = item.says.get("letter")
    if not isinstance(letter, dict) or letter.get("recipient") == who.id:
        return item
    said = {name: item.says.get(name) for name in ("outlet", "state", "created_at")}
    about = {name: letter.get(name) for name in ("text", "about", "because")}
    return item.model_copy(update={"says": {"for": "staff", **said, **about}})


def _told_outside(one: Delivery) -> Item:
    """Return that another system was told of the caller, and of what."""
    told = {"event": one.kind, "at": one.at.isoformat(), "state": one.state.value}
    return Item(kind="deliveries", id=one.id, says={**told})
