"""What the survey service keeps of a member of staff: who answers, and who is told when late."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from shared.contracts.people import StaffChanged
from shared.contracts.words import Role
from shared.kernel.aggregate import Aggregate
from shared.kernel.ids import derived_id


@dataclass(slots=True, kw_only=True)
class Staff(Aggregate):
    """A member of staff as last told; no number: the notifier knows how to reach them."""

    staff_id: str
    name: str = ""
    role: Role = Role.WORKER
    department: str | None = None
    active: bool = False
    edition: int = -1

    @classmethod
    def unheard_of(cls, staff_id: str, estate: str) -> Self:
        """Return a member of staff of whom nothing has been told yet."""
        return cls(id=staff_key(staff_id, estate), estate=estate, staff_id=staff_id)

    def learn(self, told: StaffChanged) -> bool:
        """Take over the particulars; false if newer ones are known already."""
        if told.version <= self.edition:
            return False
        self.edition, self.active, self.name = told.version, told.active, told.name
        self.role, self.department = told.role, told.department
        return True


@dataclass(slots=True, frozen=True)
class Team:
    """An estate's staff at work, by what they are told."""

    people: tuple[Staff, ...] = ()

    @classmethod
    def of(cls, people: Iterable[Staff]) -> Self:
        """Return those who are still there."""
        return cls(tuple(sorted((p for p in people if p.active), key=lambda p: p.staff_id)))

    @property
    def clerks(self) -> tuple[str, ...]:
        """Whoever takes in what nobody in particular is answerable for."""
        return self._ids(Role.CLERK)

    @property
    def managers(self) -> tuple[str, ...]:
        """Whoever is told when others are late."""
        return self._ids(Role.MANAGER)

    def has(self, staff_id: str) -> bool:
        """Tell whether somebody works here."""
        return any(one.staff_id == staff_id for one in self.people)

    def name_of(self, staff_id: str | None) -> str | None:
        """Return a person's name, None if it is not known."""
        return next((one.name for one in self.people if one.staff_id == staff_id), None)

    def _ids(self, role: Role) -> tuple[str, ...]:
        return tuple(one.staff_id for one in self.people if one.role is role)


def staff_key(staff_id: str, estate: str) -> str:
    """Return the id under which a member of staff is kept; two estates never share one."""
    return derived_id("staff", estate, staff_id)
