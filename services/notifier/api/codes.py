"""Send log-in codes for the gateway."""

from typing import Annotated

from aiohttp import web
from pydantic import Field, StringConstraints

from services.notifier.api.door import work_of
from services.notifier.handlers.codes import send_code
from shared.contracts.event import Id
from shared.contracts.words import Role
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Form, Routes, View, operation

routes = Routes()


class Code(Form):
    """A code for a phone; ``code_id`` makes a repeat the same one."""

    code_id: Id
    phone: Annotated[str, StringConstraints(pattern=r"^\+?\d{5,15}$")]
    code: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{4,10}$")]
    minutes: Annotated[int, Field(ge=1, le=60)]


class Taken(View):
    """The code is on its way."""

    code_id: str


@routes.post("/api/v1/codes")
@operation(roles=frozenset({Role.SERVICE}), status=202, headers=REPEATABLE)
async def send(request: web.Request, who: Principal, form: Code) -> Taken:
    """Send a log-in code by SMS, once."""
    await send_code(form, work_of(request, who))
    return Taken(code_id=form.code_id)
