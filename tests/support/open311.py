"""Play the services behind the Open311 door, and speak to it as a tool does."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from services.gateway.api import parts
from services.gateway.channels.upstream import Door
from services.gateway.domain.upstreams import Upstream
from shared.contracts.words import Role
from shared.web.auth import Verifier
from tests.component.gateway.conftest import Gateway
from tests.component.gateway.test_directory_door import put
from tests.support.estate_files import FILES

BASE = "/open311/v2"
ONE = {
    "request_id": "r-1",
    "number": "K7M2-Q4XA",
    "status": "assigned",
    "category": "repair",
    "text": "厨房漏水",
    "place": {"building": "1", "unit": "1", "room": "1201"},
    "reporter": {"name": "何浩然", "phone": "139****0001"},
    "department_name": "工程部",
    "submitted_at": "2026-11-23T04:00:00Z",
    "history": [{"at": "2026-11-23T04:05:00Z"}],
    "clocks": [{"clock": "resolution", "due_at": "2026-11-23T08:00:00Z"}],
}


class Behind:
    """Intake and the router, remembering who spoke and what was said."""

    def __init__(self, gateway: Gateway) -> None:
        self.verifier = Verifier.from_file(gateway.files.jwt_public_keys_file)
        self.spoke: list[tuple[str, str, Any]] = []
        self.answer: tuple[int, Any] = (200, {"requests": [ONE]})

    async def hear(self, request: web.Request) -> web.Response:
        """Answer as told."""
        who = self.verifier.verify(request.headers["Authorization"].partition(" ")[2])
        form = await request.json() if request.can_read_body else None
        self.spoke.append((who.id, request.raw_path, form))
        if request.method == "POST":
            return web.json_response({"request_id": "r-9", "number": "AAAA-BBBB"}, status=201)
        status, said = self.answer
        one = request.path.rpartition("/")[2] != "requests"
        return web.json_response(ONE if one and status == 200 else said, status=status)


@asynccontextmanager
async def standing_behind(gateway: Gateway) -> AsyncIterator[Behind]:
    """Yield what stands behind the gateway's door."""
    await put(gateway, FILES)
    found = Behind(gateway)
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", found.hear)
    async with TestServer(app) as server:
        url = str(server.make_url("/"))
        services = (Upstream.INTAKE, Upstream.INTAKE_DESK, Upstream.ROUTER)
        client = gateway.app[parts.DOOR]._client
        door = Door(dict.fromkeys(services, url), client)
        gateway.app._state[parts.DOOR] = door
        yield found


async def key_of(gateway: Gateway, role: Role, who: str) -> str:
    """Return a key that speaks in somebody's name."""
    headers = gateway.tokens.header(role, who)
    made = await gateway.client.post("/api/v1/me/api-keys", json={"name": "311"}, headers=headers)
    assert made.status == 201
    return str((await made.json())["key"])


async def report(gateway: Gateway, key: str, **form: str) -> tuple[int, Any]:
    """Report; return status and answer."""
    data = {"api_key": key, "service_code": "repair", "description": "厨房漏水", **form}
    answer = await gateway.client.post(f"{BASE}/requests.json", data=data)
    return answer.status, await answer.json()
