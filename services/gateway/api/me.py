"""Let an owner see all that is kept about them anywhere, and have it erased."""

import asyncio
from typing import Final

from aiohttp import web

from services.gateway.api.audit import note
from services.gateway.api.forward import headers_of
from services.gateway.api.parts import DOOR, MEMORY, until_first
from services.gateway.domain.readable import LEFT_OUT, readable
from services.gateway.domain.upstreams import Upstream
from services.gateway.handlers import erasure
from shared.contracts.held import Held
from shared.contracts.words import Role
from shared.web.auth import Principal
from shared.web.operation import Form, Routes, View, operation

routes = Routes()
OWNER: Final = frozenset({Role.OWNER})
KEEPERS: Final = (Upstream.INTAKE, Upstream.ROUTER, Upstream.NOTIFIER, Upstream.SURVEY)
PATH: Final = "/api/v1/me/data"


class Everything(View):
    """By service, what it keeps about the caller and for how many days.

    ``left_out`` explains what a record also has, and nobody can read: by its name there.
    """

    services: dict[str, Held]
    left_out: dict[str, str]


class Erasure(Form):
    """``sure`` must be true: what has been erased does not come back."""

    sure: bool


class Erased(View):
    """What happens now."""

    detail: str


@routes.get(PATH)
@operation(roles=OWNER)
async def data(request: web.Request, who: Principal) -> Everything:
    """Show the caller everything that any service keeps about them."""
    headers = {**headers_of(request), "Authorization": request.headers["Authorization"]}
    door = request.app[DOOR]
    asked = await asyncio.gather(*(door.ask(one, PATH, headers) for one in KEEPERS))
    memory = request.app.get(MEMORY)
    own = await memory.held(who.estate, who.id) if memory else Held()
    told = {one.value: Held.model_validate(said) for one, said in zip(KEEPERS, asked, strict=True)}
    await note(request, who, "data.shown", who.id)
    shown = {name: readable(held) for name, held in {"gateway": own, **told}.items()}
    return Everything(services=shown, left_out=dict(LEFT_OUT))


@routes.post("/api/v1/me/erasure")
@operation(roles=OWNER, status=202)
async def erase(request: web.Request, who: Principal, form: Erasure) -> Erased:
    """Erase what is kept about the caller, and end their account.

    What they still have open is worked on to its end under their number, and then forgotten.
    """
    if not form.sure:
        return Erased(detail="没有删除任何内容。确认要删除时，请把 sure 设为 true。")
    await note(request, who, "owner.erased", who.id)
    await until_first(request, who.estate, lambda work: erasure.erase(who.id, work))
    return Erased(
        detail="您的账号已注销，个人信息正在删除。还没办结的诉求会继续处理，办结后随即删除。"
    )
