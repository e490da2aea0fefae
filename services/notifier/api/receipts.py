"""Take providers' receipts, signed by a shared secret."""

import hashlib
import hmac
from typing import Final, Literal

from aiohttp import web
from pydantic import AwareDatetime

from services.notifier.api.door import work_in
from services.notifier.handlers import arriving
from shared.contracts.event import Id
from shared.kernel.errors import Unauthenticated
from shared.kernel.ids import new_id
from shared.web.operation import Form, Routes, operation

routes = Routes()
SECRET: Final = web.AppKey("receipt_secret", bytes)
ESTATE: Final = web.AppKey("receipt_estate", str)


class Receipt(Form):
    """What became of a message; ``token`` is its row's id."""

    token: Id
    status: Literal["delivered", "failed"]
    at: AwareDatetime


@routes.post("/api/v1/receipts/sandbox")
@operation()
async def sandbox(request: web.Request, form: Receipt) -> None:
    """Take a receipt from the sandbox provider (``X-Signature``: HMAC-SHA256 of the body, hex)."""
    ours = hmac.new(request.app[SECRET], await request.read(), hashlib.sha256).hexdigest()
    theirs = request.headers.get("X-Signature", "")
    if not hmac.compare_digest(ours.encode(), theirs.encode(errors="surrogateescape")):
        raise Unauthenticated("回执签名不正确。")
    work = work_in(request, new_id(), request.app[ESTATE])
    await arriving.receipt(form.token, form.at, form.status == "delivered", work)
