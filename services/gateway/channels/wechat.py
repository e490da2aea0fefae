"""Ask the WeChat platform who is in front of a page (网页授权, OAuth 2.0)."""

from dataclasses import dataclass
from typing import ClassVar, Final

import aiohttp
from pydantic import BaseModel, ValidationError
from yarl import URL

from shared.kernel.errors import Unauthenticated, Unavailable

SECONDS: Final = 5.0
_AWAY: Final = (aiohttp.ClientError, TimeoutError, ValidationError)
_STALE: Final = frozenset({40029, 40163, 41008, 42003})


class StaleCode(Unauthenticated):
    """The platform does not know the code: used before, too old, or made up."""

    slug: ClassVar[str] = "wechat-code-stale"
    title: ClassVar[str] = "微信授权已失效"


class Told(BaseModel):
    """The platform's answer: an openid, or an ``errcode``."""

    errcode: int = 0
    openid: str = ""


@dataclass(slots=True, frozen=True, kw_only=True)
class Account:
    """Whose official account it is, and where its platform answers."""

    app_id: str
    secret: str
    pages: str
    api: str


class LogIn:
    """One account's log-in; asks for the openid only (snsapi_base), so nobody has to agree."""

    def __init__(self, account: Account, client: aiohttp.ClientSession) -> None:
        self._account = account
        self._client = client

    def address(self, back: str, state: str) -> str:
        """Return where a browser is sent; it comes ``back`` with a code and the ``state``."""
        query = {
            "appid": self._account.app_id,
            "redirect_uri": back,
            "response_type": "code",
            "scope": "snsapi_base",
            "state": state,
        }
        url = URL(f"{self._account.pages.rstrip('/')}/connect/oauth2/authorize")
        return f"{url.with_query(query)}#wechat_redirect"

    async def openid(self, code: str) -> str:
        """Return whose code it is; raises ``StaleCode`` or ``Unavailable``."""
        told = await self._told(code)
        if told.errcode in _STALE:
            raise StaleCode("微信授权已失效，请重新从微信打开页面。")
        if told.errcode or not told.openid:
            raise Unavailable(f"wechat: errcode {told.errcode}")
        return told.openid

    async def _told(self, code: str) -> Told:
        query = {
            "appid": self._account.app_id,
            "secret": self._account.secret,
            "code": code,
            "grant_type": "authorization_code",
        }
        url = f"{self._account.api.rstrip('/')}/sns/oauth2/access_token"
        limit = aiohttp.ClientTimeout(total=SECONDS)
        plain = {"Accept-Encoding": "identity"}
        try:
            async with self._client.get(url, params=query, headers=plain, timeout=limit) as answer:
                return Told.model_validate_json(await answer.read())
        except _AWAY as error:
            raise Unavailable(f"wechat: {type(error).__name__}") from error
