"""What the composition root puts into the application for the operations to use."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import stamina
from aiohttp import web

from services.gateway.channels.stream import Hub
from services.gateway.channels.upstream import Door
from services.gateway.domain.ended import Ended
from services.gateway.ports import Work
from shared.contracts.envelope import Cause
from shared.kernel.errors import Conflict
from shared.kernel.ids import new_id
from shared.store.port import Remembering
from shared.web.operation import CLOCK

T = TypeVar("T")
WorkOf = Callable[[Cause], Work]
WORK: Final[web.AppKey[WorkOf]] = web.AppKey("work")
HUB: Final = web.AppKey("hub", Hub)
DOOR: Final = web.AppKey("door", Door)
MEMORY: Final[web.AppKey[Remembering]] = web.AppKey("memory")
ENDED: Final = web.AppKey("ended", Ended)
ESTATE: Final = web.AppKey("estate", str)
ORIGIN: Final = web.AppKey("origin", str)
SECURE: Final = web.AppKey("secure", bool)


def work_for(request: web.Request, estate: str) -> Work:
    """Return fresh work for a command that nobody repeats by a key."""
    identity = new_id()
    cause = Cause(id=identity, estate=estate, at=request.app[CLOCK](), correlation=identity)
    return request.app[WORK](cause)


async def until_first(
    request: web.Request, estate: str | None, act: Callable[[Work], Awaitable[T]]
) -> T:
    """Do ``act``, and again with fresh work while somebody was faster; ``estate`` None: ours."""
    async for attempt in stamina.retry_context(on=Conflict, attempts=6, wait_initial=0.01):
        with attempt:
            return await act(work_for(request, estate or request.app[ESTATE]))
    raise AssertionError("retry_context ends by returning or raising")
