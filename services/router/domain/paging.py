"""Find whom a rung of the ladder reaches; where one is missing, the next above is told."""

from collections.abc import Callable, Mapping
from typing import Final

from services.router.domain.act import Act
from services.router.domain.assignment import next_on_duty
from services.router.domain.ladder import Tell
from services.router.domain.state import RequestState
from shared.contracts.words import Role

Finder = Callable[[RequestState, Act], tuple[str, ...]]


def reach(tell: Tell, request: RequestState, act: Act) -> tuple[str, ...]:
    """Return the staff ids that ``tell`` means now, climbing until somebody is there."""
    order = list(_CLIMB)
    for step in order[order.index(tell) :] if tell in _ABOVE else (tell, *_ABOVE):
        if found := _CLIMB[step](request, act):
            return found
    return tuple(member.id for member in act.rules.holding(Role.ADMIN))


def _present(staff_id: str | None, act: Act) -> tuple[str, ...]:
    member = act.rules.member(staff_id)
    return (member.id,) if member else ()


def _next(request: RequestState, act: Act) -> tuple[str, ...]:
    member = next_on_duty(request.need(act, request.assignee, *request.paged), act)
    return (member.id,) if member else ()


def _head(request: RequestState, act: Act) -> tuple[str, ...]:
    head = act.rules.head_of(request.department)
    return (head.id,) if head else ()


def _managers(_: RequestState, act: Act) -> tuple[str, ...]:
    return tuple(member.id for member in act.rules.holding(Role.MANAGER))


_ABOVE: Final = (Tell.HEAD, Tell.MANAGER)
_CLIMB: Final[Mapping[Tell, Finder]] = {
    Tell.ASSIGNEE: lambda request, act: _present(request.assignee, act),
    Tell.FIRST_RESPONDER: lambda request, act: _present(request.first_responder, act),
    Tell.NEXT_ON_DUTY: _next,
    Tell.HEAD: _head,
    Tell.MANAGER: _managers,
}
