"""Look through the incidents and their members kept in memory."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime

from services.router.domain.incidents.incident import Incident
from services.router.domain.request import Request
from services.router.ports import Waiting
from tests.support.memory import Memory


@dataclass(slots=True)
class KnownIncidents:
    """Reads incidents; ``stale`` is what a router knew that has not looked for a second."""

    memory: Memory[Incident]
    requests: Memory[Request]
    stale: list[Incident] | None = None

    async def current(self, estate: str) -> list[Incident]:
        if self.stale is not None:
            return self.stale
        return [deepcopy(one) for one in self.memory.kept.values() if one.current]

    def forget(self, estate: str) -> None:
        """Nothing is remembered here."""

    async def find(self, estate: str, incident_id: str) -> Incident | None:
        found = self.memory.kept.get(incident_id)
        return deepcopy(found) if found and found.estate == estate else None

    async def page(self, estate: str, before: datetime, limit: int) -> list[Incident]:
        made = [one for one in self.memory.kept.values() if one.made_at < before]
        return sorted(made, key=lambda one: (one.made_at, one.id), reverse=True)[:limit]

    async def members(self, estate: str, incident_id: str) -> list[Request]:
        kept = self.requests.kept.values()
        named = [one for one in kept if one.incident and one.incident.incident == incident_id]
        return sorted(deepcopy(named), key=lambda one: (one.submitted_at, one.id))

    async def alike(self, key: str, since: datetime, until: datetime) -> list[Request]:
        kept = self.requests.kept.values()
        return [
            deepcopy(one) for one in kept if key in one.alikes and since <= one.submitted_at < until
        ]

    async def waiting(self, until: datetime) -> list[Waiting]:
        kept = self.memory.kept.values()
        return sorted(
            Waiting(one.next_at, one.id, one.estate)
            for one in kept
            if one.next_at and one.next_at <= until
        )
