"""Remember who is on duty between two changes of shift: a replay asks the same very often."""

from bisect import bisect
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import cached_property

from services.router.domain.duty import Duty
from services.router.domain.rules import Rules

Moment = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Remembering(Rules):
    """Rules that ask their roster once between two changes of shift (leave: once a minute)."""

    _known: dict[Moment, frozenset[str]] = field(default_factory=dict)

    def on_duty(self, at: datetime) -> frozenset[str]:
        """Return the ids of those on duty at ``at``."""
        moment = self._between(at)
        found = self._known.get(moment)
        if found is None:
            found = self._known[moment] = super().on_duty(at)
        return found

    def _between(self, at: datetime) -> Moment:
        local = self.calendar.local(at)
        minute = local.hour * 60 + local.minute
        return local.toordinal(), bisect(self._changes, minute) if self._changes else minute

    @cached_property
    def _changes(self) -> list[int]:
        shifts = self.roster.shifts if self.duty == Duty() else ()
        return sorted({minute for shift in shifts for minute in (shift.start, shift.end)})


def remembering(rules: Rules) -> Remembering:
    """Return the same rules with a memory."""
    return Remembering(**{one.name: getattr(rules, one.name) for one in fields(Rules)})
