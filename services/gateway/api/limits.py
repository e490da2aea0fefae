"""Hold floods back: so many requests an address, an account, and far fewer for log-in."""

import asyncio
import math
from collections.abc import Mapping
from typing import Final

from aiohttp import web

from services.gateway.domain.bucket import Buckets
from shared.kernel.errors import TooMany

ADDRESS: Final = "address"
ACCOUNT: Final = "account"
CODES: Final = "codes"
LOGINS: Final = "logins"
BUCKETS: Final[web.AppKey[Mapping[str, Buckets]]] = web.AppKey("buckets")
PROXIES: Final = web.AppKey("proxies", int)


def take(request: web.Request, limit: str, key: str | None = None) -> None:
    """Take one from the bucket of ``key`` (None: the caller's address); raises ``TooMany``."""
    now = asyncio.get_running_loop().time()
    wait = request.app[BUCKETS][limit].take(key or address_of(request), now)
    if wait:
        seconds = math.ceil(wait)
        raise TooMany(f"操作太频繁，请 {seconds} 秒后再试。", retry_after=seconds)


def address_of(request: web.Request) -> str:
    """Return the caller's address: the peer's, or what the outermost proxy of ours has seen."""
    hops = request.app[PROXIES]
    seen = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",")]
    if hops and len(seen) >= hops and seen[-hops]:
        return seen[-hops]
    return request.remote or "unknown"
