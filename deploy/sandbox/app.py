"""Answer the provider's doors, and show what went out."""

from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import orjson
from aiohttp import web
from pydantic import BaseModel, StringConstraints, ValidationError

from deploy.sandbox.journal import Journal, Message
from deploy.sandbox.receipts import Receipts
from deploy.sandbox.settings import Settings

OUTLETS: Final = "sms|wechat|app"
STATIC: Final = Path(__file__).parent / "static"
SETTINGS: Final = web.AppKey("settings", Settings)
JOURNAL: Final = web.AppKey("journal", Journal)
RECEIPTS: Final = web.AppKey("receipts", Receipts)
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'self'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
Short = Annotated[str, StringConstraints(min_length=1, max_length=128)]


class Handed(BaseModel):
    """A message as it is handed in."""

    token: Short
    to: Short
    text: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    about: str = ""
    because: str = ""


class Wanted(BaseModel):
    """Which messages to list; ``after`` is the ``last`` of an earlier answer."""

    about: str | None = None
    outlet: str | None = None
    because: str | None = None
    to: str | None = None
    after: int = 0
    repeated: bool = False

    def fits(self, message: Message) -> bool:
        """Tell whether a message is wanted."""
        names = ("about", "outlet", "because", "to")
        wanted = ((getattr(self, name), getattr(message, name)) for name in names)
        return (
            message.seq > self.after
            and all(value is None or value == found for value, found in wanted)
            and (message.posts > 1 or not self.repeated)
        )


def build(settings: Settings) -> web.Application:
    """Build the sandbox; the journal is opened when it starts."""
    app = web.Application(client_max_size=64 * 1024)
    app[SETTINGS] = settings
    app.cleanup_ctx.append(_run)
    message = f"/{{outlet:{OUTLETS}}}/messages"
    app.add_routes(
        [
            web.post(message, take),
            web.get(f"{message}/{{token}}", show),
            web.get("/messages", listed),
            web.get("/sandbox/messages", listed),
            web.get("/sandbox", page),
            web.get("/sandbox/", page),
            web.get("/live", live),
            web.get("/ready", live),
            web.static("/sandbox/static", STATIC),
        ]
    )
    return app


async def take(request: web.Request) -> web.Response:
    """Take a message; a token that is known is counted again and answered as before."""
    try:
        handed = Handed.model_validate_json(await request.read())
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False, include_context=False)
        return _json({"faults": [fault["msg"] for fault in faults]}, 422)
    journal, outlet = request.app[JOURNAL], request.match_info["outlet"]
    known = journal.find(outlet, handed.token)
    if known:
        known.posts += 1
        journal.write(known)
        return _answer(known)
    message = _message(handed, outlet, journal.last + 1)
    journal.write(message)
    request.app[RECEIPTS].schedule(message)
    return _answer(message, 202)


async def show(request: web.Request) -> web.Response:
    """Say what became of a token."""
    found = request.app[JOURNAL].find(request.match_info["outlet"], request.match_info["token"])
    return _answer(found) if found else _json({"error": "no such token"}, 404)


async def listed(request: web.Request) -> web.Response:
    """List messages in the order of arrival, each with the number of times it was handed in."""
    try:
        wanted = Wanted.model_validate(dict(request.query))
    except ValidationError:
        return _json({"error": "after must be a number"}, 422)
    journal = request.app[JOURNAL]
    messages = [asdict(message) for message in journal.all() if wanted.fits(message)]
    return _json({"messages": messages, "last": journal.last})


async def page(_: web.Request) -> web.FileResponse:
    """Show what went out, telephone by telephone."""
    return web.FileResponse(STATIC / "sandbox.html", headers=HEADERS)


async def live(_: web.Request) -> web.Response:
    """Say that the sandbox is up."""
    return _json({"live": True})


async def _run(app: web.Application) -> AsyncIterator[None]:
    app[JOURNAL] = journal = Journal(app[SETTINGS].journal)
    app[RECEIPTS] = receipts = Receipts(app[SETTINGS], journal)
    for message in journal.all():
        if not message.receipt_sent:
            receipts.schedule(message)
    yield
    await receipts.close()
    journal.close()


def _message(handed: Handed, outlet: str, seq: int) -> Message:
    now = datetime.now(UTC)
    return Message(
        seq=seq,
        id=f"sandbox-{seq}",
        outlet=outlet,
        posted_at=now,
        at=now,
        **handed.model_dump(),
    )


def _answer(message: Message, status: int = 200) -> web.Response:
    return _json({"id": message.id, "status": message.status, "at": message.at}, status)


def _json(body: dict[str, object], status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")
