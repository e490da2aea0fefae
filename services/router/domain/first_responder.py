"""Find who answers to the owner until the owner is satisfied (首问负责制, policy.zh.md 三.1)."""

from collections.abc import Iterable, Mapping

from services.router.domain.act import Act
from services.router.domain.people import Staff
from shared.contracts.words import Category, Role


def first_responder(act: Act, *, taken_by: str | None, building: str | None) -> str | None:
    """Return who took it at the desk; online: the steward, a clerk on duty, any clerk, a head."""
    if taken_by:
        return taken_by
    clerks, on_duty = _serving(act), act.rules.on_duty(act.at)
    here = [clerk for clerk in clerks if not act.rules.away(clerk.id, act.at)]
    tiers: tuple[list[Staff], ...] = (
        [clerk for clerk in here if building and building in clerk.buildings],
        [clerk for clerk in clerks if clerk.id in on_duty],
        here,
        _heads(act),
        act.rules.holding(Role.MANAGER),
        act.rules.holding(Role.ADMIN),
    )
    return next((_lightest(tier, act.loads).id for tier in tiers if tier), None)


def _serving(act: Act) -> list[Staff]:
    service = act.rules.department_of(Category.SERVICE)
    clerks = act.rules.holding(Role.CLERK)
    own = [clerk for clerk in clerks if service and clerk.department == service.id]
    return own or clerks


def _heads(act: Act) -> list[Staff]:
    service = act.rules.department_of(Category.SERVICE)
    head = act.rules.head_of(service.id) if service else None
    return [head] if head else []


def _lightest(tier: Iterable[Staff], loads: Mapping[str, int]) -> Staff:
    return min(tier, key=lambda member: (loads.get(member.id, 0), member.id))
