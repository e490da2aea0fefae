"""Say who may see a request and who may do what with it; asked here and nowhere else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from services.router.domain.state import RequestState
from shared.contracts.words import STAFF, Category, Role, Status
from shared.kernel.errors import Forbidden, Missing

LEADS: Final = frozenset({Role.HEAD, Role.MANAGER, Role.ADMIN})
DESK: Final = LEADS | {Role.CLERK}
_NUMBERED: Final = frozenset({Role.CLERK, Role.HEAD, Role.MANAGER})
Scope = Mapping[str, str]


@dataclass(slots=True, frozen=True, kw_only=True)
class Person:
    """Who asks: an owner or a member of staff; ``seen`` is the version they have before them."""

    id: str
    role: Role
    department: str | None = None
    channel: str = "console"
    seen: int | None = None


May = Callable[[Person, RequestState], bool]


def scopes(who: Person) -> tuple[Scope, ...]:
    """Return what a person may list, as alternatives of fields and their values."""
    if who.role is Role.OWNER:
        return ({"reporter.owner_id": who.id},)
    if who.role in DESK:
        return ({},)
    waiting = {"department": who.department or "", "status": Status.ASSIGNED.value}
    own = ({"assignee": who.id}, {"asks": who.id}, waiting)
    return own if who.role is Role.WORKER else ()


def sees(who: Person, request: RequestState) -> bool:
    """Tell whether a person may see a request; who answers for it or was paged may as well."""
    facts = {
        "reporter.owner_id": request.reporter.owner_id,
        "assignee": request.assignee,
        "department": request.department or None,
        "status": request.status.value,
        "asks": who.id if who.id in request.asked else None,
    }
    listed = any(all(facts[k] == v for k, v in scope.items()) for scope in scopes(who))
    return listed or (who.role in STAFF and who.id in request.concerned)


def sees_phone(who: Person, request: RequestState) -> bool:
    """Tell whether a person may see the reporter's whole number: who must be able to call."""
    return who.role in _NUMBERED or who.id in _answerable(request) or _is_owner(who, request)


def hides_reporter(who: Person, request: RequestState) -> bool:
    """Tell whether a person must not learn who complains of a neighbour.

    Only the desk and those who are answerable know; whoever else sees the work could tell.
    """
    quarrel = request.category is Category.NEIGHBOUR
    known = who.role in DESK or who.id in _answerable(request) or _is_owner(who, request)
    return quarrel and not known


def check(act: str, who: Person, request: RequestState) -> None:
    """Refuse what a person may not do; what they may not see is not there."""
    if not sees(who, request) and not _too_late(act, who, request):
        raise Missing("没有找到这件诉求，请检查编号")
    if not _MAY[act](who, request):
        raise Forbidden("您不能对这件诉求做这个操作；如有需要请联系部门负责人")


def _too_late(act: str, who: Person, request: RequestState) -> bool:
    """Tell whether a colleague was faster: the refusal then says who, instead of hiding it."""
    mine = who.role is Role.WORKER and request.department == who.department
    return act in ("accept", "grab") and mine and request.in_hand


def _answerable(request: RequestState) -> tuple[str | None, ...]:
    return request.assignee, request.first_responder


def _is_owner(who: Person, request: RequestState) -> bool:
    return who.role is Role.OWNER and request.reporter.owner_id == who.id


def _staff(who: Person, _: RequestState) -> bool:
    return who.role in STAFF


def _handler(who: Person, request: RequestState) -> bool:
    return who.id == request.assignee or who.role in LEADS


def _desk_or_handler(who: Person, request: RequestState) -> bool:
    return who.role in DESK or who.id == request.assignee


def _head_of_it(who: Person, request: RequestState) -> bool:
    foreign = who.role is Role.HEAD and request.department not in (None, "", who.department)
    return who.role in LEADS and not foreign


def _asked_or_asking(name: str) -> May:
    def may(who: Person, request: RequestState) -> bool:
        proposal = getattr(request, name)
        parties = (proposal.to, proposal.by) if proposal else (who.id,)
        return who.role in LEADS or (who.role in STAFF and who.id in parties)

    return may


def _answers(who: Person, request: RequestState) -> bool:
    return who.id == request.first_responder or who.role in LEADS


def _desk(who: Person, _: RequestState) -> bool:
    return who.role in DESK


def _owner_or_desk(who: Person, request: RequestState) -> bool:
    return _is_owner(who, request) or who.role in DESK


_MAY: Final[Mapping[str, May]] = {
    "see": lambda who, request: True,
    "unmask": sees_phone,
    "accept": _staff,
    "arrive": _handler,
    "note": _staff,
    "pause": _handler,
    "resume": _handler,
    "resolve": _handler,
    "assign": _desk_or_handler,
    "transfer": _desk_or_handler,
    "accept_transfer": _staff,
    "decline_transfer": _asked_or_asking("transfer"),
    "hand_over": _answers,
    "accept_hand_over": _staff,
    "decline_hand_over": _asked_or_asking("hand_over"),
    "grab": _staff,
    "confirm": _desk,
    "merge": _desk,
    "unmerge": _desk,
    "reclassify": _desk_or_handler,
    "call": _staff,
    "sign_off": _head_of_it,
    "cancel": _owner_or_desk,
    "urge": _owner_or_desk,
    "reopen": _owner_or_desk,
}
