"""The WeCom (企业微信) callback: the clerks of the groups send what was said there."""

from typing import Final

import structlog
from aiohttp import web

from services.intake.api.context import ESTATE, WECOM, WORK
from services.intake.channels.wechat import NOTHING_TO_SAY, Stamp
from services.intake.channels.wecom import Application
from services.intake.domain.wecom import Kind, Note
from services.intake.handlers import wecom
from shared.contracts.envelope import Cause
from shared.kernel.errors import Invalid, Missing
from shared.kernel.ids import new_id
from shared.web.operation import CLOCK, Routes, operation

routes: Final = Routes()
PATH: Final = "/api/v1/wechat/wecom"
log = structlog.get_logger()


class NotConfigured(Missing):
    """The estate has no WeCom application."""

    slug = "wecom-not-configured"

    def __init__(self) -> None:
        super().__init__("本小区没有启用企业微信；启用请设置 WECOM_TOKEN。")


@routes.get(PATH)
@operation(produces="text/plain")
async def verify(request: web.Request, query: Stamp) -> web.Response:
    """Prove to the platform that this address is the application's."""
    echo = _application(request).verify(query, request.app[CLOCK]())
    return web.Response(text=echo, headers={"X-Content-Type-Options": "nosniff"})


@routes.post(PATH)
@operation(produces="application/xml")
async def hear(request: web.Request, query: Stamp) -> web.Response:
    """Take a chat that a colleague sends, and note what changes about groups and customers."""
    application, now = _application(request), request.app[CLOCK]()
    note = application.open(query, await request.read(), now)
    try:
        text = await _answer(note, request)
    except Invalid as refusal:
        text = str(refusal)
    body = application.answer(note, text, now)
    kind = "text/plain" if body == NOTHING_TO_SAY else "application/xml"
    return web.Response(body=body, content_type=kind, charset="utf-8")


async def _answer(note: Note, request: web.Request) -> str:
    if note.kind in {Kind.GROUP, Kind.CONTACT}:
        log.info("wecom.changed", kind=note.kind, change=note.change)
    identity = new_id()
    cause = Cause(
        id=identity,
        estate=request.app[ESTATE],
        at=request.app[CLOCK](),
        correlation=identity,
    )
    return await wecom.hear(note, request.app[WORK](cause))


def _application(request: web.Request) -> Application:
    application = request.app[WECOM]
    if application is None:
        raise NotConfigured
    return application
