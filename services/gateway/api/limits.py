"""Hold floods back: so many requests an address, an account, and far fewer for log-in."""

import asyncio
import math
from collections.abc import Mapping
from typing import Final

from aiohttp import web

from services.gateway.domain.bucket import Buckets
from services.gateway.domain.together import hour_of, most, tally_id
from services.gateway.ports import Tallies
from shared.kernel.errors import TooMany
from shared.web.operation import CLOCK

ADDRESS: Final = "address"
ACCOUNT: Final = "account"
CODES: Final = "codes"
LOGINS: Final = "logins"
BUCKETS: Final[web.AppKey[Mapping[str, Buckets]]] = web.AppKey("buckets")
TALLIES: Final[web.AppKey[Tallies]] = web.AppKey("tallies")
PROXIES: Final = web.AppKey("proxies", int)


def take(request: web.Request, limit: str, key: str | None = None) -> None:
    """Take one from the bucket of ``key`` (None: the caller's address); raises ``TooMany``."""
    now = asyncio.get_running_loop().time()
    wait = request.app[BUCKETS][limit].take(key or address_of(request), now)
    if wait:
        raise _too_many(wait)


async def take_together(request: web.Request, limit: str) -> None:
    """Take one here, and one of what all replicas together let in this hour; raises ``TooMany``."""
    take(request, limit)
    tallies, now = request.app.get(TALLIES), request.app[CLOCK]()
    if tallies is None:
        return
    until = hour_of(now)
    count = await tallies.add(tally_id(limit, address_of(request), until), until)
    if count > most(request.app[BUCKETS][limit].rate):
        raise _too_many((until - now).total_seconds())


def _too_many(wait: float) -> TooMany:
    seconds = math.ceil(wait)
    pause = f"{seconds} 秒" if seconds <= 60 else f"{-(-seconds // 60)} 分钟"
    return TooMany(f"操作太频繁，请 {pause}后再试。", retry_after=seconds)


def address_of(request: web.Request) -> str:
    """Return the caller's address: the peer's, or what the outermost proxy of ours has seen."""
    hops = request.app[PROXIES]
    seen = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",")]
    if hops and len(seen) >= hops and seen[-hops]:
        return seen[-hops]
    return request.remote or "unknown"
