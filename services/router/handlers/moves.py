"""Do what a person asks of a request, if they may, and if nobody was faster."""

from collections.abc import Callable

from services.router.domain.act import Act
from services.router.domain.freshness import check_fresh, check_not_overtaken
from services.router.domain.request import Request
from services.router.domain.rights import Person, check
from services.router.handlers.trying import TRIES
from services.router.ports import Work
from shared.kernel.errors import Conflict

Move = Callable[[Request, Act], None]


async def obey(name: str, request_id: str, who: Person, move: Move, work: Work) -> Request:
    """Load the request, check the right called ``name``, make the move, save.

    What only the clock did meanwhile is passed over by trying again; what another person did is
    told: ``Overtaken``, or ``Stale`` when it happened before they pressed.
    """
    request = await work.requests.get(request_id)
    act, seen = await work.act(who.id, who.channel), request.version
    for _ in range(TRIES):
        check(name, who, request)
        request.check_alone(name)
        check_fresh(request, who, act.rules)
        move(request, act)
        try:
            await work.requests.save(request)
        except Conflict:
            request = await work.requests.get(request_id)
            check_not_overtaken(request, seen, who, act.rules)
            continue
        return request
    raise Conflict(request_id)
