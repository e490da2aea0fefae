"""A small aggregate and its causes, for tests of the store and the bus."""

from dataclasses import dataclass, field

from shared.contracts.envelope import Cause
from shared.contracts.people import StaffChanged
from shared.contracts.words import Role
from shared.kernel.aggregate import Aggregate
from shared.kernel.clock import utc_now
from shared.kernel.ids import new_id


@dataclass(slots=True, kw_only=True)
class Thing(Aggregate):
    """Something with notes; each note is told as an event."""

    notes: list[str] = field(default_factory=list)
    role: Role = Role.CLERK

    def note(self, text: str) -> None:
        """Add a note and tell it."""
        self.notes.append(text)
        told = StaffChanged(staff_id=self.id, name=text, role=self.role, version=len(self.notes))
        self.record(told)


def thing(identity: str, *notes: str, estate: str = "sample") -> Thing:
    """Return a new thing with ``notes``."""
    made = Thing(id=identity, estate=estate)
    for text in notes:
        made.note(text)
    return made


def because(identity: str | None = None, estate: str = "sample") -> Cause:
    """Return a cause; a fresh one unless its id is given."""
    return Cause(id=identity or new_id(), estate=estate, at=utc_now(), correlation="story")
