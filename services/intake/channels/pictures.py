"""Fetch a picture from where the WeChat platform keeps it, and from nowhere else."""

from typing import ClassVar, Final

import aiohttp
from yarl import URL

from services.intake.domain.photo import MOST_BYTES, PhotoTooLarge
from shared.kernel.errors import Forbidden, Unavailable

SECONDS: Final = 2.0
_AWAY: Final = (aiohttp.ClientError, TimeoutError)


class ForeignPicture(Forbidden):
    """The address is not one of the platform's."""

    slug: ClassVar[str] = "foreign-picture"


class PlatformPictures:
    """Fetches within the time that is left of the platform's five seconds; follows no redirect."""

    def __init__(self, hosts: tuple[str, ...], client: aiohttp.ClientSession) -> None:
        self._hosts = hosts
        self._client = client

    async def fetch(self, url: str) -> bytes:
        """Return the bytes; raises ``ForeignPicture``, ``PhotoTooLarge`` or ``Unavailable``."""
        self._check(url)
        limit = aiohttp.ClientTimeout(total=SECONDS)
        try:
            async with self._client.get(url, timeout=limit, allow_redirects=False) as answer:
                if answer.status != 200:
                    raise Unavailable(f"picture: status {answer.status}")
                return await _bounded(answer.content)
        except _AWAY as error:
            raise Unavailable("picture: the platform is away") from error

    def _check(self, url: str) -> None:
        host = _host_of(url)
        if not any(host == one or host.endswith(f".{one}") for one in self._hosts):
            raise ForeignPicture("图片地址不是微信平台的，没有读取。")


def _host_of(url: str) -> str:
    """Return the host of an address of the web, empty for anything else."""
    if not url.startswith(("http://", "https://")):
        return ""
    try:
        return URL(url).host or ""
    except ValueError:
        return ""


async def _bounded(content: aiohttp.StreamReader) -> bytes:
    found = bytearray()
    async for chunk in content.iter_chunked(64 * 1024):
        found += chunk
        if len(found) > MOST_BYTES:
            raise PhotoTooLarge
    return bytes(found)
