"""Show a reporter's whole number to whoever must call, and write down that it was shown."""

from typing import Final

from aiohttp import web

from services.router.api.context import person_of, work_of
from services.router.domain.rights import check
from shared.contracts.words import STAFF
from shared.kernel.errors import Missing
from shared.web.audit import note
from shared.web.auth import Principal
from shared.web.operation import Routes, View, operation

routes: Final = Routes()


class WholeNumber(View):
    """The number as it was left; None when none was."""

    phone: str | None


@routes.post("/api/v1/requests/{request_id}/reporter/phone")
@operation(roles=STAFF)
async def unmask(request: web.Request, who: Principal, request_id: str) -> WholeNumber:
    """Show the reporter's whole number to whoever must call; each time is written down."""
    found = await work_of(request, who, request_id).lists.find(who.estate, request_id)
    if found is None:
        raise Missing("没有找到这件诉求，请检查编号")
    check("unmask", person_of(who), found)
    await note(request, who, "phone.unmasked", request_id)
    return WholeNumber(phone=found.reporter.phone)
