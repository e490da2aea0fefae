"""The WeChat official account's callback: signed by the platform, answered in its own XML."""

import asyncio
from contextlib import suppress

import structlog
from aiohttp import web

from services.intake.api.context import ACCOUNT, ESTATE, PATIENCE, WORK
from services.intake.channels.wechat import NOTHING_TO_SAY, OfficialAccount, Stamp
from services.intake.domain.message import Message
from services.intake.domain.submission import submission_id
from services.intake.handlers import conversations
from services.intake.ports import Work
from shared.contracts.envelope import Cause
from shared.contracts.words import Channel
from shared.kernel.errors import Conflict, Invalid, Missing, Unavailable
from shared.kernel.ids import derived_id
from shared.web.operation import CLOCK, Routes, operation

routes = Routes()
_BREATH = 0.1


class NotConfigured(Missing):
    """The estate has no official account."""

    slug = "wechat-not-configured"

    def __init__(self) -> None:
        super().__init__("本小区没有启用微信公众号；启用请设置 WECHAT_TOKEN。")


@routes.get("/api/v1/wechat/callback")
@operation(produces="text/plain")
async def verify(request: web.Request, query: Stamp) -> web.Response:
    """Prove to the platform that this address is the account's."""
    echo = _account(request).verify(query, request.app[CLOCK]())
    return web.Response(text=echo, headers={"X-Content-Type-Options": "nosniff"})


@routes.post("/api/v1/wechat/callback")
@operation(produces="application/xml")
async def hear(request: web.Request, query: Stamp) -> web.Response:
    """Answer a message, once whatever it asks for is safely saved."""
    account, now = _account(request), request.app[CLOCK]()
    message = account.open(query, await request.read(), now)
    try:
        text = await _within_patience(message, request)
    except Invalid as refusal:
        text = str(refusal)
    body = account.answer(message, text, now)
    kind = "text/plain" if body == NOTHING_TO_SAY else "application/xml"
    return web.Response(body=body, content_type=kind, charset="utf-8")


async def _within_patience(message: Message, request: web.Request) -> str:
    """Try until it is saved or the platform's five seconds are nearly over.

    ``success`` would make the platform forget the message, so what is not known to be saved is
    answered 503: the platform brings the same message again, and its id meets what was saved.
    """
    try:
        async with asyncio.timeout(request.app[PATIENCE]):
            return await _saved(message, request)
    except TimeoutError as error:
        raise Unavailable("wechat: not saved in time") from error


async def _saved(message: Message, request: web.Request) -> str:
    while True:
        with suppress(Conflict, Unavailable):
            return await conversations.hear(message, _work(message, request))
        await asyncio.sleep(_BREATH)


def _work(message: Message, request: web.Request) -> Work:
    estate = request.app[ESTATE]
    story = submission_id(estate, Channel.WECHAT, message.sender, message.key)
    structlog.contextvars.bind_contextvars(estate=estate, correlation=story)
    cause = Cause(
        id=derived_id("wechat", estate, message.sender, message.key),
        estate=estate,
        at=request.app[CLOCK](),
        correlation=story,
    )
    return request.app[WORK](cause)


def _account(request: web.Request) -> OfficialAccount:
    account = request.app[ACCOUNT]
    if account is None:
        raise NotConfigured
    return account
