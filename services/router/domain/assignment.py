"""Choose who shall do the work: skill, duty, building, least load (policy.zh.md 三.2)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from services.router.domain.act import Act
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

ON_DUTY_TIERS: Final[tuple[Fits, ...]] = (
    lambda one, need: need.category in one.skills and need.building in one.buildings,
    lambda one, need: need.category in one.skills,
    lambda one, need: True,
)


def choose(need: Need, act: Act) -> Staff | None:
    """Return who gets it, from the first tier that is not empty; none if nobody works here."""
    duty, head = list(_on_duty(need, act)), _head(need, act)
    first = [head, *duty] if need.to_head else [*duty, head]
    return _lightest([*first, *_over_all(need, act)], act.loads)


def next_on_duty(need: Need, act: Act) -> Staff | None:
    """Return the next one on duty in the department who has not been asked yet."""
    return _lightest(list(_on_duty(need, act)), act.loads)


def _on_duty(need: Need, act: Act) -> Iterator[list[Staff]]:
    on_duty = act.rules.on_duty(act.at) - need.but
    here = [
        member
        for member in map(act.rules.member, on_duty)
        if member and member.role in _HANDS and member.department == need.department
    ]
    return ([member for member in here if fits(member, need)] for fits in ON_DUTY_TIERS)


def _head(need: Need, act: Act) -> list[Staff]:
    head = act.rules.head_of(need.department)
    return [head] if head and head.id not in need.but else []


def _over_all(need: Need, act: Act) -> Iterator[list[Staff]]:
    for role in (Role.MANAGER, Role.ADMIN):
        yield [member for member in act.rules.holding(role) if member.id not in need.but]


def _lightest(tiers: list[list[Staff]], loads: Mapping[str, int]) -> Staff | None:
    for tier in tiers:
        if tier:
            return min(tier, key=lambda member: (loads.get(member.id, 0), member.id))
    return None
