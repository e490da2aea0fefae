"""Let staff say that they have seen a page of the ladder."""

from typing import Final

from aiohttp import web

from services.notifier.api.door import work_of
from services.notifier.handlers import arriving
from shared.contracts.words import STAFF
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Routes, operation

routes: Final = Routes()


@routes.post("/api/v1/pages/{notification_id}/acknowledge")
@operation(roles=STAFF, headers=REPEATABLE)
async def acknowledge(request: web.Request, who: Principal, notification_id: str) -> None:
    """Say that one has seen a page: no other outlet is tried; the ladder climbs until accepted."""
    await arriving.acknowledge(notification_id, who.id, work_of(request, who))
