"""WeCom's platform as its documents describe it: gettoken, an application's messages, a robot."""

import json
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web

from tests.support.providers.base import Fault, Provider, Taken

CORP_ID = "wwtest"
SECRET = "agent-secret"
AGENT_ID = 1000002
KEY = "robot-key"
A_MINUTE = 20


@dataclass(slots=True)
class WeCom(Provider):
    """Knows members; does not show the same body twice; a robot drops in silence past twenty."""

    members: set[str] = field(default_factory=lambda: {"zhangsan"})
    bodies: dict[str, str] = field(default_factory=dict)
    recalled: list[str] = field(default_factory=list)
    said: deque[datetime] = field(default_factory=deque)
    dropped: int = 0
    issued: int = 1
    given: int = 0

    def app(self) -> web.Application:
        """Return its doors."""
        app = web.Application()
        app.router.add_get("/cgi-bin/gettoken", self.token)
        app.router.add_post("/cgi-bin/message/send", self.send)
        app.router.add_post("/cgi-bin/message/recall", self.recall)
        app.router.add_post("/cgi-bin/webhook/send", self.robot)
        return app

    def revoke(self) -> None:
        """Make the token stale before its time, as the platform may."""
        self.issued += 1

    async def token(self, request: web.Request) -> web.Response:
        """Give out the token; asking again gives the same one."""
        if request.query["corpid"] != CORP_ID or request.query["corpsecret"] != SECRET:
            return _said(40001)
        self.given += 1
        return _said(0, access_token=f"token-{self.issued}", expires_in=7200)

    async def send(self, request: web.Request) -> web.Response:
        """Take a message to one member."""
        fault, asked = self.next_fault(), await request.json()
        if refusal := await self._gate(request, fault):
            return refusal
        if asked["agentid"] != AGENT_ID:
            return _said(40056)
        if asked["touser"] not in self.members:
            return _said(81013, invaliduser=asked["touser"])
        if len(asked["text"]["content"].encode()) > 2048:
            return _said(45002)
        body = json.dumps(asked, sort_keys=True)
        if body not in self.bodies or not asked.get("enable_duplicate_check"):
            self.taken.append(Taken("", asked["touser"], "text", asked["text"]))
            self.bodies[body] = f"msg-{len(self.taken)}"
        answer = _said(0, invaliduser="", msgid=self.bodies[body])
        return await self.stumble(fault) or answer

    async def recall(self, request: web.Request) -> web.Response:
        """Take a message back."""
        if refusal := await self._gate(request, None):
            return refusal
        self.recalled.append((await request.json())["msgid"])
        return _said(0)

    async def robot(self, request: web.Request) -> web.Response:
        """Say something in a group; what passes twenty a minute is dropped, and answered ``ok``."""
        fault, asked = self.next_fault(), await request.json()
        if request.query["key"] != KEY:
            return _said(93000)
        if fault and not fault.takes and (answer := await self._refuse(fault)):
            return answer
        while self.said and self.clock() - self.said[0] >= timedelta(minutes=1):
            self.said.popleft()
        if len(self.said) >= A_MINUTE:
            self.dropped += 1
        else:
            self.said.append(self.clock())
            self.taken.append(Taken("", "night", "text", asked["text"]))
        return await self.stumble(fault) or _said(0)

    async def _gate(self, request: web.Request, fault: Fault | None) -> web.Response | None:
        if request.query.get("access_token") != f"token-{self.issued}":
            return _said(40014)
        if fault and not fault.takes:
            return await self._refuse(fault)
        return None

    async def _refuse(self, fault: Fault) -> web.Response | None:
        return _said(int(fault.code)) if fault.code else await self.stumble(fault)


def _said(code: int, **more: object) -> web.Response:
    return web.json_response({"errcode": code, "errmsg": "ok" if not code else "refused", **more})
