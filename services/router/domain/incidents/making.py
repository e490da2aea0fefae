"""Make an incident by hand, or announce planned works."""

from dataclasses import dataclass
from datetime import datetime

from services.router.domain.act import Act
from services.router.domain.incidents.incident import Incident
from services.router.domain.incidents.likeness import sketch
from services.router.domain.incidents.nearness import areas_of
from services.router.domain.incidents.refusals import NotDuring
from shared.contracts.event import Place
from shared.contracts.words import Category, Urgency
from shared.kernel.ids import number_of


@dataclass(slots=True, frozen=True, kw_only=True)
class Announced:
    """What a person says of it; with ``until`` it is planned works, which end by themselves."""

    category: Category
    text: str
    urgency: Urgency = Urgency.URGENT
    places: tuple[Place, ...] = ()
    phrases: tuple[str, ...] = ()
    seeds: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    expected_until: datetime | None = None


def made_by_hand(identity: str, said: Announced, act: Act) -> Incident:
    """Return an open incident, or works; raises ``NotDuring`` for works without a stretch."""
    since = said.since or act.at
    if said.until is not None and said.until <= max(since, act.at):
        raise NotDuring("施工的结束时间要晚于开始时间，也要晚于现在；请检查后重填")
    department = act.rules.department_of(said.category)
    incident = Incident(
        id=identity,
        estate=act.estate,
        number=number_of(identity),
        category=said.category,
        urgency=said.urgency,
        area=areas_of(next(iter(said.places), None), sketch(said.text), said.category)[-1],
        text=said.text,
        since=since,
        planned=said.until is not None,
        until=said.until,
        places=said.places,
        heard=said.phrases,
        phrases=said.phrases,
        seeds=said.seeds,
        department=department.id if department else None,
        made_at=act.at,
        made_by=act.by,
        expected_until=said.expected_until,
    )
    incident.open(act)
    return incident
