"""Find whom a rung of the ladder reaches; where one is missing, the next above is told."""

from collections.abc import Callable, Mapping
from typing import Final

from services.router.domain.act import Act
from services.router.domain.assignment import choose, next_on_duty
from services.router.domain.ladder import Tell
from services.router.domain.people import Staff
from services.router.domain.state import RequestState
from shared.contracts.words import Role

Finder = Callable[[RequestState, Act], tuple[str, ...]]


def reach(tell: Tell, request: RequestState, act: Act) -> tuple[str, ...]:
    """Return the staff ids that ``tell`` means now, climbing until somebody is there.

    When everybody above is away as well, it is whoever would be given the request: somebody is
    always told as long as anybody works here.
    """
    order = list(_CLIMB)
    for step in order[order.index(tell) :] if tell in _ABOVE else (tell, *_ABOVE):
        if found := _CLIMB[step](request, act):
            return found
    admins = _present(act.rules.holding(Role.ADMIN), act)
    last = None if admins else choose(request.need(act), act)
    return (last.id,) if last else admins


def _present(members: list[Staff], act: Act) -> tuple[str, ...]:
    return tuple(member.id for member in members if not act.rules.away(member.id, act.at))


def _named(act: Act, *people: str | None) -> tuple[str, ...]:
    members = map(act.rules.member, dict.fromkeys(people))
    return _present([member for member in members if member], act)


def _hands(request: RequestState, act: Act) -> tuple[str, ...]:
    """Return the assignee, and whoever is asked to take it over."""
    return _named(act, request.assignee, request.transfer.to if request.transfer else None)


def _next(request: RequestState, act: Act) -> tuple[str, ...]:
    member = next_on_duty(request.need(act, request.assignee, *request.paged), act)
    return (member.id,) if member else ()


def _head(request: RequestState, act: Act) -> tuple[str, ...]:
    head = act.rules.head_of(request.department)
    return _present([head], act) if head else ()


_ABOVE: Final = (Tell.HEAD, Tell.MANAGER)
_CLIMB: Final[Mapping[Tell, Finder]] = {
    Tell.ASSIGNEE: _hands,
    Tell.FIRST_RESPONDER: lambda request, act: _named(act, request.first_responder),
    Tell.NEXT_ON_DUTY: _next,
    Tell.HEAD: _head,
    Tell.MANAGER: lambda _, act: _present(act.rules.holding(Role.MANAGER), act),
}
