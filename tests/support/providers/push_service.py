"""A push service as RFC 8030 and 8292 describe it: verifies VAPID, replaces by Topic, forgets."""

import base64
import json
from dataclasses import dataclass, field

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec

from tests.support.browsers import Browser
from tests.support.providers.base import Fault, Provider, Taken


@dataclass(slots=True)
class PushService(Provider):
    """Holds what waits for each browser; a newer message with the same topic replaces the older."""

    public_key: str = ""
    origin: str = ""
    browsers: dict[str, Browser] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    waiting: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def app(self) -> web.Application:
        """Return its door."""
        app = web.Application()
        app.router.add_post("/push/{name}", self.take)
        return app

    def browser(self, name: str) -> Browser:
        """Return a browser that has subscribed."""
        self.browsers[name] = Browser(f"{self.origin}/push/{name}")
        return self.browsers[name]

    async def take(self, request: web.Request) -> web.Response:
        """Take a message for a browser."""
        fault, name = self.next_fault(), request.match_info["name"]
        if name in self.gone or name not in self.browsers:
            return web.Response(status=410)
        if not self._is_signed(request):
            return web.Response(status=403)
        if fault and not fault.takes and (answer := await self._refuse(fault)):
            return answer
        body = await request.read()
        if len(body) > 4096 or request.headers["Content-Encoding"] != "aes128gcm":
            return web.Response(status=413)
        self._keep(name, request, body)
        return await self.stumble(fault) or web.Response(status=201)

    async def _refuse(self, fault: Fault) -> web.Response | None:
        if fault.code:
            return web.Response(status=int(fault.code))
        return await self.stumble(fault)

    def _keep(self, name: str, request: web.Request, body: bytes) -> None:
        key = (name, request.headers["Topic"])
        knock = json.loads(self.browsers[name].open(body))
        if key not in self.waiting:
            self.taken.append(Taken(knock["id"], name, knock["title"], dict(request.headers)))
        self.waiting[key] = body

    def _is_signed(self, request: web.Request) -> bool:
        scheme, _, fields = request.headers.get("Authorization", "").partition(" ")
        given = dict(part.strip().split("=", 1) for part in fields.split(","))
        if scheme != "vapid" or given["k"] != self.public_key:
            return False
        raw = base64.urlsafe_b64decode(given["k"] + "=" * (-len(given["k"]) % 4))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
        try:
            claims = jwt.decode(
                given["t"],
                key,
                algorithms=["ES256"],
                audience=self.origin,
                options={"verify_exp": False},
            )
        except jwt.InvalidTokenError:
            return False
        lasts = float(claims["exp"]) - self.clock().timestamp()
        return 0 < lasts <= 86_400 and str(claims["sub"]).startswith("mailto:")
