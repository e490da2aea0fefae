"""Do what a person asks of a request, if they may."""

from collections.abc import Callable

from services.router.domain.act import Act
from services.router.domain.request import Request
from services.router.domain.rights import Person, check
from services.router.ports import Work

Move = Callable[[Request, Act], None]


async def obey(name: str, request_id: str, who: Person, move: Move, work: Work) -> Request:
    """Load the request, check the right called ``name``, make the move, save."""
    request = await work.requests.get(request_id)
    check(name, who, request)
    move(request, await work.act(who.id))
    await work.requests.save(request)
    return request
