"""Hold what is known of an incident or of planned works."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from services.router.domain.incidents.membership import Membership
from shared.contracts.event import Place
from shared.contracts.incidents import IncidentFacts
from shared.contracts.known import KnownIncident
from shared.contracts.words import Category, Urgency
from shared.kernel.aggregate import Aggregate


class Stage(StrEnum):
    """Where an incident stands; only what is open silences."""

    PROPOSED = "proposed"
    OPEN = "open"
    CLOSED = "closed"
    DISMISSED = "dismissed"


@dataclass(slots=True, kw_only=True)
class Update:
    """What was said to all members, by whom and when."""

    at: datetime
    by: str | None
    text: str
    expected_until: datetime | None = None


@dataclass(slots=True, kw_only=True)
class IncidentState(Aggregate):
    """What many owners report at once (突发事件), or works that are announced (计划施工).

    ``heard`` are the texts that new reports are compared with, ``phrases`` those that suffice by
    themselves; no ``places`` is the whole estate. ``current``: new reports are compared with it.
    ``gather_at``: reports that came while it changed are seen to once more.
    """

    number: str
    category: Category
    urgency: Urgency
    area: str
    text: str
    since: datetime
    stage: Stage = Stage.PROPOSED
    planned: bool = False
    until: datetime | None = None
    places: tuple[Place, ...] = ()
    heard: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    seeds: tuple[str, ...] = ()
    department: str | None = None
    assignee: str | None = None
    made_at: datetime
    made_by: str | None = None
    opened_at: datetime | None = None
    opened_by: str | None = None
    expected_until: datetime | None = None
    updates: list[Update] = field(default_factory=list)
    outcome: str | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    paged_at: datetime | None = None
    pages: int = 0
    gather_at: datetime | None = None
    current: bool = True
    next_at: datetime | None = None

    @property
    def ends_at(self) -> datetime | None:
        """Return when it should be over, as owners are told."""
        return self.until or self.expected_until

    def facts(self) -> IncidentFacts:
        """Return the incident as it stands, for the events that tell of it."""
        return IncidentFacts(
            incident_id=self.id,
            number=self.number,
            status=self.stage,
            planned=self.planned,
            category=self.category,
            urgency=self.urgency,
            places=self.places,
            text=self.text,
            since=self.since,
            expected_until=self.ends_at,
            assignee=self.assignee,
        )

    def known(self, *, joined: bool = True) -> KnownIncident:
        """Return what an owner who reports the same is told at once."""
        said = self.updates[-1].text if self.updates else self.text
        return KnownIncident(
            incident_id=self.id,
            number=self.number,
            text=said,
            since=self.since,
            planned=self.planned,
            joined=joined,
            expected_until=self.ends_at,
        )

    def membership(self, *, joined: bool) -> Membership:
        """Return the place in it that a request keeps."""
        return Membership(
            incident=self.id, urgency=self.urgency, joined=joined, assignee=self.assignee
        )

    def during(self, at: datetime) -> bool:
        """Tell whether it is open at ``at``; works are from their beginning to their end."""
        if self.stage is not Stage.OPEN or (self.planned and at < self.since):
            return False
        return self.until is None or at < self.until
