"""Let people make keys for programs that speak in their name, and end them."""

from datetime import datetime
from typing import Annotated

from aiohttp import web
from pydantic import StringConstraints

from services.gateway.api.audit import note
from services.gateway.api.auth import EVERYBODY
from services.gateway.api.parts import until_first, work_for
from services.gateway.domain.api_key import ApiKey
from services.gateway.handlers import api_keys
from shared.web.auth import Principal
from shared.web.operation import Form, Routes, View, operation

routes = Routes()
PATH = "/api/v1/me/api-keys"


class MakeKey(Form):
    """What the key is for, in the holder's words."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=60)]


class KeyView(View):
    """A key; ``key`` itself is shown once, on being made."""

    key_id: str
    name: str
    made_at: datetime
    ended_at: datetime | None = None
    key: str | None = None


class Keys(View):
    """The caller's keys."""

    items: list[KeyView]


@routes.post(PATH)
@operation(roles=EVERYBODY, status=201)
async def make(request: web.Request, who: Principal, form: MakeKey) -> KeyView:
    """Make a key by which a program may do what the caller may."""
    made = await until_first(request, who.estate, lambda work: api_keys.make(who, form.name, work))
    await note(request, who, "api-key.made", made.key.id)
    return _view(made.key, made.text)


@routes.get(PATH)
@operation(roles=EVERYBODY)
async def index(request: web.Request, who: Principal) -> Keys:
    """List the caller's keys."""
    found = await work_for(request, who.estate).accounts.api_keys(who.estate, who.id)
    return Keys(items=[_view(one) for one in sorted(found, key=lambda one: one.id)])


@routes.delete(f"{PATH}/{{key_id}}")
@operation(roles=EVERYBODY)
async def end(request: web.Request, who: Principal, key_id: str) -> None:
    """End one of the caller's keys; whoever has it is refused from now on."""
    await until_first(request, who.estate, lambda work: api_keys.end(key_id, who, work))
    await note(request, who, "api-key.ended", key_id)


def _view(key: ApiKey, text: str | None = None) -> KeyView:
    return KeyView(
        key_id=key.id, name=key.name, made_at=key.made_at, ended_at=key.ended_at, key=text
    )
