"""Say which incident a request belongs to, or seems to belong to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.contracts.words import Urgency

GRAVITY: Final[Mapping[Urgency, int]] = {
    Urgency.GENERAL: 0,
    Urgency.IMPORTANT: 1,
    Urgency.URGENT: 2,
}


@dataclass(slots=True, kw_only=True)
class Membership:
    """A request's place in an incident; ``joined`` False: it looks the same, no more.

    ``urgency`` is the incident's: what is graver is never silenced. ``settled``: it was resolved
    by the incident's end. ``told_with``: the request of the same owner's by which that is told.
    """

    incident: str
    urgency: Urgency
    joined: bool = False
    settled: bool = False
    assignee: str | None = None
    told_with: str | None = None

    def silences(self, urgency: Urgency) -> bool:
        """Tell whether the incident's page stands for that of a request of ``urgency``."""
        return self.joined and GRAVITY[urgency] <= GRAVITY[self.urgency]
