"""Make what is told of incidents."""

from datetime import timedelta
from typing import Final

from shared.contracts.event import Event
from shared.contracts.incidents import (
    IncidentConfirmed,
    IncidentFacts,
    IncidentOverdue,
    IncidentProposed,
    IncidentUpdated,
    RequestJoined,
)
from shared.contracts.known import KnownIncident
from shared.contracts.requests import Reporter
from shared.contracts.words import Category, Urgency
from tests.support.told import NOON, facts

INCIDENT: Final = "i1"
FACTS: Final = IncidentFacts(
    incident_id=INCIDENT,
    number="B4RS-T000",
    status="open",
    planned=False,
    category=Category.REPAIR,
    urgency=Urgency.URGENT,
    text="3栋主水管爆裂",
    since=NOON,
    expected_until=NOON + timedelta(hours=2),
    assignee="w01",
)
KNOWN: Final = KnownIncident(
    incident_id=INCIDENT,
    number="B4RS-T000",
    text="3栋主水管爆裂,正在抢修",
    since=NOON,
    expected_until=NOON + timedelta(hours=2),
)
BARE: Final = KNOWN.model_copy(update={"joined": False, "expected_until": None, "planned": True})
PIPE: Final = IncidentConfirmed(incident=FACTS, by="c01", recipients=("w01", "h01"))


def updated(*members: Reporter) -> IncidentUpdated:
    """Return what is said to these members."""
    return IncidentUpdated(incident=FACTS, by="c01", update="水管已换好一半", members=members)


INCIDENTS: Final[tuple[Event, ...]] = (
    RequestJoined(request=facts(incident=INCIDENT), known=KNOWN),
    RequestJoined(request=facts(), known=BARE),
    IncidentProposed(incident=FACTS, recipients=("h01",), requests=("r1", "r2", "r3")),
    PIPE,
    updated(Reporter(owner_id="o1")),
    IncidentOverdue(incident=FACTS, recipients=("w01", "h01")),
)
