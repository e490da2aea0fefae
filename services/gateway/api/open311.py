"""Open311 GeoReport v2: a translating door; by an API key a program speaks in its holder's name."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from aiohttp import web

from services.gateway.api.forward import PUBLIC_URL, headers_of
from services.gateway.api.limits import ACCOUNT, LOGINS, take, take_together
from services.gateway.api.open311_answers import DEFINITION, answered, as_json, as_tree
from services.gateway.api.parts import DOOR, ESTATE, work_for
from services.gateway.domain import open311
from services.gateway.domain.directory.model import Estate
from services.gateway.domain.open311 import Fields, Refusal
from services.gateway.domain.upstreams import Upstream
from services.gateway.handlers import api_keys
from services.gateway.ports import Work
from shared.contracts.words import Role
from shared.kernel.errors import Unavailable
from shared.kernel.ids import new_id
from shared.web.auth import Principal
from shared.web.operation import CLOCK, KEY, Routes, operation

routes = Routes()
BASE: Final = "/open311/v2"
FORM: Final = "{format:json|xml}"
ID: Final = "{request_id:[A-Za-z0-9-]+}"
PAGE: Final = 100
_GONE: Final = frozenset({403, 404})


@routes.get(f"/open311/discovery.{FORM}")
@operation()
async def discovery(request: web.Request) -> web.Response:
    """Say where the door is and what it speaks."""
    told = open311.discovery(str(request.app[PUBLIC_URL]).rstrip("/"), BASE)
    if request.match_info["format"] == "json":
        return as_json(told)
    return as_tree("discovery", told)


@routes.get(f"{BASE}/services.{FORM}")
@operation()
async def services(request: web.Request) -> web.Response:
    """List the services; no key is needed."""

    async def act() -> tuple[str, str, list[Fields]]:
        _jurisdiction(request, request.query)
        return "services", "service", open311.services()

    return await answered(request, act)


@routes.get(f"{BASE}/services/{{code:[a-z_]+}}.{FORM}")
@operation()
async def definition(request: web.Request) -> web.Response:
    """Define a service: none asks for more than the protocol's own fields."""

    async def act() -> tuple[str, str, list[Fields]]:
        _jurisdiction(request, request.query)
        code = request.match_info["code"]
        if code not in set(open311.SERVICES):
            raise Refusal(404, f"没有 service_code“{code}”。")
        return DEFINITION, DEFINITION, [{"service_code": code}]

    return await answered(request, act)


@routes.post(f"{BASE}/requests.{FORM}")
@operation(status=201)
async def report(request: web.Request) -> web.Response:
    """Take a report in: an owner's key reports for their home, staff's as at the desk."""

    async def act() -> tuple[str, str, list[Fields]]:
        given = {k: v for k, v in (await request.post()).items() if isinstance(v, str)}
        given = {**request.query, **given}
        who, work = await _holder(request, given)
        form = open311.report_of(given, who.role, await _estate(work))
        path = "app" if who.role is Role.OWNER else "desk"
        service = Upstream.INTAKE if path == "app" else Upstream.INTAKE_DESK
        headers = {**_speaking(request, who, work), KEY: request.headers.get(KEY, new_id())}
        door = request.app[DOOR]
        status, said = await door.tell(service, "POST", f"/api/v1/{path}/requests", headers, form)
        _check(status, said)
        made: Fields = {
            "service_request_id": said["request_id"],
            "service_notice": said["number"],
            "account_id": who.id,
        }
        return "service_requests", "request", [made]

    return await answered(request, act, 201)


@routes.get(f"{BASE}/requests.{FORM}")
@operation()
async def index(request: web.Request) -> web.Response:
    """List what the key's holder may see, the newest first: ninety days or a thousand.

    ``page_size`` makes it fewer; where there are more, a ``Link`` leads on by its ``cursor``.
    """
    onward = ""

    async def act() -> tuple[str, str, list[Fields]]:
        nonlocal onward
        who, work = await _holder(request, request.query)
        ids = [one for one in request.query.get("service_request_id", "").split(",") if one]
        if ids:
            found = [await _one(request, one, who, work) for one in ids[:50]]
        else:
            found, onward = await _listed(request, who, work)
        return "service_requests", "request", [open311.told(one) for one in found]

    answer = await answered(request, act)
    if onward:
        answer.headers["Link"] = _link(request, onward)
    return answer


@routes.get(f"{BASE}/requests/{ID}.{FORM}")
@operation()
async def show(request: web.Request) -> web.Response:
    """Show one request."""

    async def act() -> tuple[str, str, list[Fields]]:
        who, work = await _holder(request, request.query)
        one = await _one(request, request.match_info["request_id"], who, work)
        return "service_requests", "request", [open311.told(one)]

    return await answered(request, act)


@routes.get(f"{BASE}/tokens/{ID}.{FORM}")
@operation()
async def token(request: web.Request) -> web.Response:
    """Return the request that a token stands for: every report has its id at once."""

    async def act() -> tuple[str, str, list[Fields]]:
        who, work = await _holder(request, request.query)
        one = await _one(request, request.match_info["request_id"], who, work)
        made: Fields = {"service_request_id": one["request_id"], "token": one["request_id"]}
        return "service_requests", "request", [made]

    return await answered(request, act)


async def _listed(
    request: web.Request, who: Principal, work: Work
) -> tuple[list[dict[str, Any]], str]:
    """Return as many as are asked for, and the cursor that leads on; the router filters."""
    sought, found = open311.sought_of(request.query, request.app[CLOCK]()), list[dict[str, Any]]()
    cursor = sought.cursor
    while len(found) < sought.most:
        query = sought.asked(cursor, min(PAGE, sought.most - len(found)))
        page = await _asked(request, f"/api/v1/requests?{query}", who, work)
        found += page["requests"]
        cursor = page.get("cursor") or ""
        if not cursor:
            break
    return found, cursor


def _link(request: web.Request, cursor: str) -> str:
    """Return the address of the next page; the key is left for the caller to add."""
    here = str(request.app[PUBLIC_URL]).rstrip("/") + request.path
    asked = {k: v for k, v in request.query.items() if k not in {"api_key", "cursor"}}
    return f'<{here}?{urlencode({**asked, "cursor": cursor})}>; rel="next"'


async def _one(request: web.Request, identity: str, who: Principal, work: Work) -> dict[str, Any]:
    if not identity.replace("-", "").isalnum() or not identity.isascii():
        raise Refusal(404, "没有找到这件诉求。")
    return await _asked(request, f"/api/v1/requests/{identity}", who, work)


async def _asked(request: web.Request, path: str, who: Principal, work: Work) -> dict[str, Any]:
    headers = _speaking(request, who, work)
    status, said = await request.app[DOOR].tell(Upstream.ROUTER, "GET", path, headers, None)
    _check(status, said)
    return said


def _check(status: int, said: Mapping[str, Any]) -> None:
    """Raise what a service has refused, in the protocol's words."""
    if status >= 500:
        raise Unavailable(f"answered {status}")
    if status in _GONE:
        raise Refusal(404, "没有找到这件诉求，或它不属于这个密钥。")
    if status >= 400:
        raise Refusal(400, str(said.get("detail", "没有被接受，请检查后再试。")))


async def _holder(request: web.Request, given: Mapping[str, str]) -> tuple[Principal, Work]:
    """Return in whose name the program speaks; each wrong key counts as a log-in."""
    work = work_for(request, _jurisdiction(request, given))
    who = await api_keys.holder(given.get("api_key", ""), work)
    if who is None:
        await take_together(request, LOGINS)
        raise Refusal(403, "api_key 缺少、不对或已停用。")
    take(request, ACCOUNT, who.id)
    return who, work


def _jurisdiction(request: web.Request, given: Mapping[str, str]) -> str:
    ours = request.app[ESTATE]
    if given.get("jurisdiction_id", ours) != ours:
        raise Refusal(404, f"没有这个 jurisdiction_id，这里是 {ours}。")
    return ours


def _speaking(request: web.Request, who: Principal, work: Work) -> dict[str, str]:
    token = work.signer.sign(who, work.now)
    return {**headers_of(request), "Authorization": f"Bearer {token}"}


async def _estate(work: Work) -> Estate:
    site = await work.kept.sites.find(work.estate)
    return Estate(id=site.id, name=site.name, buildings=site.buildings) if site else Estate()
