"""Play the WeChat platform's side of a page's log-in, as its documentation shows it."""

from dataclasses import dataclass, field

from aiohttp import web


@dataclass(slots=True)
class LoginPlatform:
    """Gives each code once for an openid, and says what the platform says otherwise."""

    codes: dict[str, str] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    def app(self) -> web.Application:
        """Return the platform."""
        app = web.Application()
        app.router.add_get("/sns/oauth2/access_token", self._token)
        return app

    async def _token(self, request: web.Request) -> web.Response:
        self.asked.append(dict(request.query))
        openid = self.codes.pop(request.query["code"], None)
        told = (
            {
                "access_token": "ACCESS_TOKEN",
                "expires_in": 7200,
                "refresh_token": "REFRESH_TOKEN",
                "openid": openid,
                "scope": "snsapi_base",
            }
            if openid
            else {"errcode": 40029, "errmsg": "invalid code"}
        )
        return web.json_response(told, content_type="text/plain")
