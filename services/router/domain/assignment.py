"""Choose who shall do the work: skill, duty, building, least load (policy.zh.md 三.2)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from services.router.domain.act import Act
from services.router.domain.arrangements import Who
from services.router.domain.people import Staff
from shared.contracts.words import Category, Role

_HANDS: Final = frozenset({Role.WORKER, Role.CLERK})


@dataclass(slots=True, frozen=True, kw_only=True)
class Need:
    """What somebody is needed for; ``but`` are those not to be asked (again)."""

    category: Category
    department: str | None
    building: str | None = None
    to_head: bool = False
    but: frozenset[str] = frozenset()


Fits = Callable[[Staff, Need], bool]
Tiers = Iterator[list[Staff]]

ON_DUTY_TIERS: Final[tuple[Fits, ...]] = (
    lambda one, need: need.category in one.skills and need.building in one.buildings,
    lambda one, need: need.category in one.skills,
    lambda one, need: True,
)


def choose(need: Need, act: Act) -> Staff | None:
    """Return who gets it, from the first tier that is not empty; none if nobody works here.

    Those on leave come last: better one of them than nobody.
    """
    duty, head = _on_duty(need, act), _head(need, act)
    first = [head, *duty] if need.to_head else [*duty, head]
    tiers = [*first, *_over_all(need, act), *_anybody(need, act)]
    present = [[one for one in tier if not act.rules.away(one.id, act.at)] for tier in tiers]
    return _lightest([*present, *tiers], act.loads)


def next_on_duty(need: Need, act: Act) -> Staff | None:
    """Return the next one on duty in the department who has not been asked yet."""
    return _lightest(list(_on_duty(need, act)), act.loads)


def able(need: Need, act: Act, who: Who) -> tuple[str, ...]:
    """Return who on duty in the department may grab it (抢单), by id."""
    here = _here(need, act)
    fit = [one for one in here if who is Who.DEPARTMENT or need.category in one.skills]
    return tuple(sorted(one.id for one in fit))


def _here(need: Need, act: Act) -> list[Staff]:
    on_duty = map(act.rules.member, act.rules.on_duty(act.at) - need.but)
    return [
        member
        for member in on_duty
        if member and member.role in _HANDS and member.department == need.department
    ]


def _on_duty(need: Need, act: Act) -> Tiers:
    here = _here(need, act)
    return ([member for member in here if fits(member, need)] for fits in ON_DUTY_TIERS)


def _head(need: Need, act: Act) -> list[Staff]:
    head = act.rules.head_of(need.department)
    return [head] if head and head.id not in need.but else []


def _over_all(need: Need, act: Act) -> Tiers:
    for role in (Role.MANAGER, Role.ADMIN):
        yield [member for member in act.rules.holding(role) if member.id not in need.but]


def _anybody(need: Need, act: Act) -> Tiers:
    """Walk those off duty, when nobody else is left: of the department, any head, anybody."""
    active = [m for m in act.rules.staff.values() if m.active and m.id not in need.but]
    yield [member for member in active if member.department == need.department]
    yield [member for member in active if member.role is Role.HEAD]
    yield active


def _lightest(tiers: list[list[Staff]], loads: Mapping[str, int]) -> Staff | None:
    for tier in tiers:
        if tier:
            return min(tier, key=lambda member: (loads.get(member.id, 0), member.id))
    return None
