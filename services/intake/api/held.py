"""Show an owner what is kept about them here."""

from typing import Final

from aiohttp import web

from services.intake.api.context import WORK
from shared.contracts.held import Held
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
    return HeldView.model_validate(held.model_dump())
