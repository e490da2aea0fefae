"""Put the official account's menu onto the platform (自定义菜单)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

import aiohttp
from pydantic import BaseModel, ValidationError

from shared.kernel.errors import Refused, Unavailable

SECONDS: Final = 10.0
_AWAY: Final = (aiohttp.ClientError, TimeoutError, ValidationError)
_BUSY: Final = frozenset({-1, 45009, 45011})
_WHY: Final[Mapping[int, str]] = {
    40013: "AppID 不对，请检查 WECHAT_APP_ID。",
    40125: "AppSecret 不对，请检查 WECHAT_SECRET_FILE 里的内容。",
    40164: "本机的 IP 不在公众号后台的白名单里，请先加入 IP 白名单。",
    48001: "这个公众号没有自定义菜单的接口权限，请先完成认证。",
    40055: "平台不接受网址，请把 PUBLIC_URL 设为 https 的公网地址。",
}


class MenuRefused(Refused):
    """The platform does not take the menu; the message says what to do."""

    slug: ClassVar[str] = "wechat-menu-refused"


class Said(BaseModel):
    """What the platform answers; an ``errcode`` other than 0 is a refusal."""

    errcode: int = 0
    errmsg: str = ""
    access_token: str = ""


@dataclass(slots=True, frozen=True, kw_only=True)
class Account:
    """Whose official account it is, and where its platform answers."""

    api: str
    app_id: str
    secret: str


class MenuDesk:
    """Puts menus up; a stable token is asked for, so the notifier's own stays good."""

    def __init__(self, account: Account, client: aiohttp.ClientSession) -> None:
        self._account = account
        self._client = client

    async def put(self, menu: Mapping[str, object]) -> None:
        """Make this the account's menu; raises ``MenuRefused`` or ``Unavailable``.

        The same once more changes nothing; phones may show it a day later.
        """
        token = await self._token()
        await self._ask(f"cgi-bin/menu/create?access_token={token}", menu)

    async def _token(self) -> str:
        asked = {
            "grant_type": "client_credential",
            "appid": self._account.app_id,
            "secret": self._account.secret,
        }
        return (await self._ask("cgi-bin/stable_token", asked)).access_token

    async def _ask(self, operation: str, asked: Mapping[str, object]) -> Said:
        url = f"{self._account.api.rstrip('/')}/{operation}"
        body = json.dumps(asked, ensure_ascii=False).encode()  # escapes would be shown as they are
        limit = aiohttp.ClientTimeout(total=SECONDS)
        try:
            async with self._client.post(url, data=body, timeout=limit) as answer:
                said = Said.model_validate_json(await answer.read())
        except _AWAY as error:
            raise Unavailable(f"wechat: {type(error).__name__}") from error
        if said.errcode in _BUSY:
            raise Unavailable(f"wechat: errcode {said.errcode}")
        if said.errcode:
            unknown = "平台没有接受，请对照公众号后台的错误码处理。"
            why = _WHY.get(said.errcode, unknown)
            raise MenuRefused(f"{why}（errcode {said.errcode}）")
        return said
