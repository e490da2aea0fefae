"""Keep the notice board and the estate's texts in memory."""

from collections.abc import Collection, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.notifier.domain.contact import Contact
from services.notifier.domain.notice import Notice, Reading, Standing
from services.notifier.domain.template import Template
from shared.contracts.words import Role
from tests.support.memory import Memory


@dataclass(slots=True)
class Board:
    """The notice board, read from memory."""

    kept: Memory[Notice]
    reads: Memory[Reading]
    contacts: Memory[Contact]
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    turns: list[tuple[str, datetime]] = field(default_factory=list)

    async def due(self, now: datetime) -> Sequence[Notice]:
        """Return notices that must be looked at."""
        found = deepcopy(list(self.kept.kept.values()))
        return [one for one in found if one.next_at and one.next_at <= now]

    async def current(self, estate: str, now: datetime) -> Sequence[Notice]:
        """Return what owners may read."""
        found = [one for one in self.kept.kept.values() if one.estate == estate]
        return [one for one in reversed(found) if one.stands(now)]

    async def drafted(self, estate: str, before: datetime, last: str = "") -> Sequence[Notice]:
        """Return all notices."""
        found = [one for one in self.kept.kept.values() if one.estate == estate]
        older = [one for one in found if (one.drafted_at, one.id) < (before, last)]
        return sorted(older, key=lambda one: (one.drafted_at, one.id), reverse=True)[:50]

    async def owners(self, estate: str) -> Sequence[Contact]:
        """Return the owners."""
        people = self.contacts.kept.values()
        return [one for one in people if (one.estate, one.role) == (estate, Role.OWNER)]

    async def write_down(self, notice: Notice, people: Sequence[str]) -> None:
        """Keep whom it goes to, once."""
        self.lists.setdefault(notice.id, tuple(people))

    async def whom(self, notice_id: str) -> Sequence[str]:
        """Return whom it goes to."""
        return self.lists.get(notice_id, ())

    async def readings(self, notice_id: str) -> Mapping[str, datetime]:
        """Return who has read it."""
        found = self.reads.kept.values()
        return {one.person: one.read_at for one in found if one.notice == notice_id}

    async def read_by(self, person: str, notices: Collection[str]) -> Mapping[str, datetime]:
        """Return what somebody has read."""
        mine = [one for one in self.reads.kept.values() if one.person == person]
        return {one.notice: one.read_at for one in mine if one.notice in notices}

    async def turn(self, notice: Notice, now: datetime, most: int) -> datetime | None:
        """Take one of the hour's turns."""
        hour = timedelta(hours=1)
        self.turns = [(one, at) for one, at in self.turns if at > now - hour]
        if notice.id in {one for one, _ in self.turns}:
            return None
        if len(self.turns) >= most:
            return min(at for _, at in self.turns) + hour
        self.turns.append((notice.id, now))
        return None

    async def is_withdrawn(self, notice_id: str) -> bool:
        """Tell whether it has been taken back."""
        found = self.kept.kept.get(notice_id)
        return found is not None and found.standing is Standing.WITHDRAWN

    async def forget(self, estate: str, owner: str) -> None:
        """Take an id out of the lists."""
        for notice, people in self.lists.items():
            self.lists[notice] = tuple("forgotten" if one == owner else one for one in people)


@dataclass(slots=True)
class Texts:
    """An estate's own texts, read from memory."""

    memory: Memory[Template]

    async def of(self, estate: str) -> Mapping[str, str]:
        """Return the texts by name."""
        found = (one for one in self.memory.kept.values() if one.estate == estate)
        return {one.name: one.text for one in found if one.text is not None}

    def forget(self, estate: str) -> None:
        """Nothing is cached."""
