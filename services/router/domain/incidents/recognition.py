"""Recognise what is known already in a new report, and several reports as one incident."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from services.router.domain.act import Act
from services.router.domain.incidents.incident import Incident
from services.router.domain.incidents.likeness import names, sketch
from services.router.domain.incidents.membership import GRAVITY
from services.router.domain.incidents.nearness import areas_of, common, covers, is_supply, key_of
from services.router.domain.incidents.state import Stage
from services.router.domain.incidents.terms import Terms
from shared.contracts.event import Place
from shared.contracts.words import Category, Urgency
from shared.kernel.ids import derived_id, number_of

HEARD: Final = 5
ORDER: Final = (Stage.OPEN, Stage.PROPOSED, Stage.DISMISSED)


@dataclass(slots=True, frozen=True, kw_only=True)
class Report:
    """What is compared of a request; ``who`` reported it, as far as that is known."""

    id: str
    text: str
    category: Category
    urgency: Urgency
    place: Place | None
    at: datetime
    who: str = ""

    @property
    def areas(self) -> tuple[str, ...]:
        """Return the areas within which it is compared, the narrowest first."""
        return areas_of(self.place, sketch(self.text), self.category)

    def keys(self, estate: str) -> tuple[str, ...]:
        """Return by what others like it are found, the narrowest first."""
        return tuple(key_of(estate, self.category, area) for area in self.areas)


def recognise(report: Report, current: Iterable[Incident], terms: Terms) -> Incident | None:
    """Return the incident or works that a report is about; open ones before proposed ones."""
    fitting = [one for one in current if fits(one, report, terms)]
    return min(fitting, key=lambda one: (ORDER.index(one.stage), one.made_at), default=None)


def joins(incident: Incident, report: Report, terms: Terms) -> bool:
    """Tell whether a report is silenced at once; never one that is graver than the incident."""
    graver = GRAVITY[report.urgency] > GRAVITY[incident.urgency]
    return terms.joins and incident.during(report.at) and not graver


def similar(
    report: Report, others: Iterable[Report], terms: Terms, within: timedelta | None = None
) -> list[Report]:
    """Return those within the window that say the same, the earliest first."""
    mine, window = sketch(report.text), within or terms.window
    found = [
        other
        for other in others
        if other.id != report.id
        and abs(report.at - other.at) <= window
        and mine.like(sketch(other.text)) >= terms.alike
    ]
    return sorted(found, key=lambda other: (other.at, other.id))


def propose_around(report: Report, others: Sequence[Report], act: Act) -> Incident | None:
    """Propose an incident of the smallest area in which enough people say what ``report`` says."""
    terms = act.rules.policy.incidents
    for area in report.areas:
        near = [one for one in others if area in one.areas]
        if incident := propose([*similar(report, near, terms), report], act):
            return incident
    return None


def propose(reports: Sequence[Report], act: Act) -> Incident | None:
    """Propose an incident when as many people as the policy says report the same.

    Its id derives from the earliest report, so that two routers that see it at once make the same.
    """
    seeds = sorted(reports, key=lambda one: (one.at, one.id))
    if len({one.who or one.id for one in seeds}) < act.rules.policy.incidents.reports:
        return None
    first = seeds[0]
    department = act.rules.department_of(first.category)
    identity = derived_id("incident", act.estate, first.id)
    incident = Incident(
        id=identity,
        estate=act.estate,
        number=number_of(identity),
        category=first.category,
        urgency=max((one.urgency for one in seeds), key=GRAVITY.__getitem__),
        area=next(area for area in first.areas if all(area in one.areas for one in seeds)),
        text=first.text,
        since=first.at,
        places=common([one.place for one in seeds], act.rules.buildings),
        heard=tuple(dict.fromkeys(one.text for one in seeds))[:HEARD],
        seeds=tuple(one.id for one in seeds),
        department=department.id if department else None,
        made_at=act.at,
    )
    incident.say_so(act)
    return incident


def fits(incident: Incident, report: Report, terms: Terms) -> bool:
    """Tell whether a report is about this incident, or these works."""
    if incident.stage is Stage.CLOSED or (incident.planned and not incident.during(report.at)):
        return False
    mine, heard = sketch(report.text), [sketch(text) for text in incident.heard]
    if mine.alarms_beyond(heard) or not _near(incident, report):
        return False
    if names(incident.phrases, report.text):
        return True
    supply = is_supply(incident.area) and incident.area in report.areas
    same = supply or report.category is incident.category
    return same and any(mine.like(other) >= terms.alike for other in heard)


def _near(incident: Incident, report: Report) -> bool:
    if incident.stage is Stage.OPEN:
        return covers(incident.places, report.place)
    return incident.area in report.areas
