"""The WeChat official account's platform as its documents describe it: tokens, three ways."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from tests.support.providers.base import NOON, Fault, Provider, Taken

APP_ID = "wxtest"
SECRET = "app-secret"
LONGEST = {"thing": 20, "character_string": 32}


@dataclass(slots=True)
class WeChat(Provider):
    """Knows followers, when each last wrote, who subscribed to what; hands out stable tokens."""

    followers: set[str] = field(default_factory=lambda: {"openid-1"})
    wrote_at: dict[str, datetime] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)
    subscribed: Counter[str] = field(default_factory=Counter)
    seen: dict[tuple[str, str], int] = field(default_factory=dict)
    issued: int = 0
    forced: int = 0
    menu: dict[str, Any] = field(default_factory=dict)
    good_until: datetime = NOON - timedelta(days=1)
    forced_at: datetime = NOON - timedelta(days=1)

    def app(self) -> web.Application:
        """Return its doors."""
        app = web.Application()
        app.router.add_post("/cgi-bin/stable_token", self.token)
        app.router.add_post("/cgi-bin/message/template/send", self.template)
        app.router.add_post("/cgi-bin/message/subscribe/bizsend", self.subscription)
        app.router.add_post("/cgi-bin/message/custom/send", self.custom)
        app.router.add_post("/cgi-bin/menu/create", self.create_menu)
        return app

    @property
    def good_token(self) -> str:
        """Return the token that is good now."""
        return f"token-{self.issued}"

    def revoke(self) -> None:
        """Make the token stale before its time."""
        self.issued += 1

    async def token(self, request: web.Request) -> web.Response:
        """Give out the token: the same one while it lasts, unless a new one is forced."""
        asked = await request.json()
        if asked["appid"] != APP_ID:
            return _said(40013)
        if asked["secret"] != SECRET:
            return _said(40125)
        force = asked.get("force_refresh") and self.clock() - self.forced_at >= timedelta(
            seconds=30
        )
        if force:
            self.forced, self.forced_at = self.forced + 1, self.clock()
        if force or self.clock() > self.good_until - timedelta(minutes=5):
            self.issued += 1
            self.good_until = self.clock() + timedelta(seconds=7200)
        lasts = int((self.good_until - self.clock()).total_seconds())
        return web.json_response({"access_token": self.good_token, "expires_in": lasts})

    async def template(self, request: web.Request) -> web.Response:
        """Send a template message; the same ``client_msg_id`` is shown once in ten minutes."""
        return await self._answer(request, self._take_template)

    async def subscription(self, request: web.Request) -> web.Response:
        """Send a subscription notification; each subscription serves one."""
        return await self._answer(request, self._take_subscription)

    async def custom(self, request: web.Request) -> web.Response:
        """Answer a person who wrote within 48 hours, five times at most."""
        return await self._answer(request, self._take_custom)

    async def create_menu(self, request: web.Request) -> web.Response:
        """Take a menu: three buttons, five below each, names of 16 and 60 bytes, no escapes."""
        body = await request.read()
        return await self._answer(request, lambda asked: self._take_menu(asked, body))

    async def _answer(self, request: web.Request, take: Any) -> web.Response:
        fault = self.next_fault()
        if request.query.get("access_token") != self.good_token:
            return _said(40001)
        if self.clock() > self.good_until:
            return _said(42001)
        if fault and not fault.takes and (answer := await self._refuse(fault)):
            return answer
        taken: web.Response = take(await request.json())
        return await self.stumble(fault) or taken

    async def _refuse(self, fault: Fault) -> web.Response | None:
        return _said(int(fault.code)) if fault.code else await self.stumble(fault)

    def _take_template(self, asked: dict[str, Any]) -> web.Response:
        to = asked["touser"]
        if code := self._unfit(asked):
            return _said(code)
        key = (to, asked["client_msg_id"])
        if key not in self.seen:
            self._take(key[1], asked)
            self.seen[key] = len(self.taken)
        return _said(0, msgid=200163836 + self.seen[key])

    def _take_subscription(self, asked: dict[str, Any]) -> web.Response:
        if code := self._unfit(asked):
            return _said(code)
        if not self.subscribed[asked["touser"]]:
            return _said(43101)
        self.subscribed[asked["touser"]] -= 1
        self._take("", asked)
        return _said(0)

    def _take_custom(self, asked: dict[str, Any]) -> web.Response:
        to = asked["touser"]
        if self.clock() - self.wrote_at.get(to, NOON - timedelta(days=9)) > timedelta(hours=48):
            return _said(45015)
        self.answers[to] += 1
        if self.answers[to] > 5:
            return _said(45047)
        self.taken.append(Taken("", to, "custom", {"text": asked["text"]["content"]}))
        return _said(0)

    def _take_menu(self, asked: dict[str, Any], body: bytes) -> web.Response:
        code = 40033 if b"\\u" in body else menu_fault(asked["button"])
        if not code:
            self.menu = asked
        return _said(code)

    def _unfit(self, asked: dict[str, Any]) -> int:
        if asked["touser"] not in self.followers:
            return 43004
        for name, one in asked["data"].items():
            longest = LONGEST.get(name.rstrip("0123456789"))
            if not one["value"] or (longest and len(one["value"]) > longest):
                return 47003
        return 0

    def _take(self, token: str, asked: dict[str, Any]) -> None:
        values = {name: one["value"] for name, one in asked["data"].items()}
        self.taken.append(Taken(token, asked["touser"], asked["template_id"], values))


def menu_fault(buttons: list[dict[str, Any]], longest: int = 16, most: int = 3) -> int:
    """Return the platform's code for what is wrong with a menu, 0 if nothing is."""
    if not 1 <= len(buttons) <= most:
        return 40016 if most == 3 else 40023
    for one in buttons:
        below = one.get("sub_button")
        if not 1 <= len(one["name"].encode()) <= longest:
            return 40018 if most == 3 else 40025
        if below is not None and (fault := menu_fault(below, 60, 5)):
            return fault
        if below is None and not {"click": one.get("key"), "view": one.get("url")}[one["type"]]:
            return 40019
    return 0


def _said(code: int, **more: object) -> web.Response:
    return web.json_response({"errcode": code, "errmsg": "ok" if not code else "refused", **more})
