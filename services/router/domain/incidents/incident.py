"""Be an incident: confirmed or dismissed by a person, spoken of, and over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from services.router.domain.act import Act
from services.router.domain.assignment import Need, choose
from services.router.domain.incidents.nearness import common, covers
from services.router.domain.incidents.refusals import NotOpen, NotProposed
from services.router.domain.incidents.state import IncidentState, Stage, Update
from shared.contracts.event import Place
from shared.contracts.incidents import (
    IncidentClosed,
    IncidentConfirmed,
    IncidentDismissed,
    IncidentOverdue,
    IncidentProposed,
    IncidentUpdated,
)
from shared.contracts.requests import Reporter
from shared.contracts.words import Role

AT_ONCE: Final = 200
SOON: Final = timedelta(seconds=15)
UNDECIDED: Final = timedelta(hours=24)
ENDED: Final = "计划施工已结束"


@dataclass(slots=True, kw_only=True)
class Incident(IncidentState):
    """The aggregate; its members are the requests that name it."""

    def say_so(self, act: Act) -> None:
        """Ask the desk and the department's head whether it is one."""
        head = act.rules.head_of(self.department)
        self.plan(act)
        self.record(
            IncidentProposed(
                incident=self.facts(),
                recipients=(head.id,) if head else (),
                requests=self.seeds,
            )
        )

    def widen(self, place: Place | None, act: Act) -> bool:
        """Reach to ``place`` as well while it is only proposed; false if it does already."""
        if self.stage is not Stage.PROPOSED or covers(self.places, place):
            return False
        self.places = common([*self.places, place], act.rules.buildings)
        return True

    def confirm(
        self,
        act: Act,
        text: str,
        expected_until: datetime | None = None,
        places: tuple[Place, ...] | None = None,
    ) -> None:
        """Say that it is one: staff are paged once, from now on it stands for its members."""
        self._must_be_proposed(act)
        self.text, self.expected_until = text, expected_until
        self.places = self.places if places is None else places
        self.open(act)

    def open(self, act: Act) -> None:
        """Be open, and page whoever must act; works page nobody."""
        self.stage, self.opened_at, self.opened_by = Stage.OPEN, act.at, act.by
        self.heard = tuple(dict.fromkeys((*self.heard, self.text)))
        self.assignee = None if self.planned else self._hands(act)
        self.gather_at = act.at + SOON
        recipients = () if self.planned else self._paged(act)
        self.plan(act)
        self.record(
            IncidentConfirmed(
                incident=self.facts(), by=act.by, recipients=recipients, requests=self.seeds
            )
        )

    def dismiss(self, act: Act, reason: str) -> None:
        """Say that it is none; the same reports propose no other one for a while."""
        self._must_be_proposed(act)
        self.stage, self.outcome = Stage.DISMISSED, reason
        self.closed_at, self.closed_by = act.at, act.by
        self.plan(act)
        self.record(IncidentDismissed(incident=self.facts(), by=act.by, reason=reason))

    def update(
        self,
        act: Act,
        text: str,
        expected_until: datetime | None,
        members: Sequence[Reporter],
    ) -> None:
        """Tell every member how it stands; ``members`` are people, each of them once."""
        self._must_be_open()
        self.expected_until = expected_until or self.expected_until
        self.updates.append(Update(at=act.at, by=act.by, text=text, expected_until=expected_until))
        self.paged_at = act.at
        self.plan(act)
        for first in range(0, max(len(members), 1), AT_ONCE):
            self.record(
                IncidentUpdated(
                    incident=self.facts(),
                    by=act.by,
                    update=text,
                    members=tuple(members[first : first + AT_ONCE]),
                )
            )

    def close(self, act: Act, outcome: str) -> None:
        """Be over: each member's request is resolved by it, and its owner is asked."""
        self._must_be_open()
        self.stage, self.outcome = Stage.CLOSED, outcome
        self.closed_at, self.closed_by = act.at, act.by
        self.gather_at = act.at + SOON
        self.plan(act)
        self.record(
            IncidentClosed(incident=self.facts(), by=act.by, outcome=outcome, closed_at=act.at)
        )

    def must_take(self) -> None:
        """Refuse members where it is not open; raises ``NotOpen``."""
        self._must_be_open()

    def look(self, act: Act) -> bool:
        """Do what has fallen due; true if its members must be seen to once more."""
        gathers = self.gather_at is not None and self.gather_at <= act.at
        if gathers:
            self.gather_at = None
        if self.stage is Stage.PROPOSED and self.made_at + UNDECIDED <= act.at:
            self.dismiss(act, "无人确认，自动撤销")
        elif self.stage is Stage.OPEN:
            self._look_after(act)
        elif self._shelved_at(act) <= act.at:
            self._shelve()
        self.plan(act)
        return gathers

    def plan(self, act: Act) -> None:
        """Set when it must be looked at next."""
        moments = [self.gather_at] if self.gather_at else []
        if self.stage is Stage.PROPOSED:
            moments.append(self.made_at + UNDECIDED)
        elif self.stage is Stage.OPEN:
            moments.append(self.until or self._overdue_at(act))
        elif self.current:
            moments.append(self._shelved_at(act))
        self.next_at = min(moments, default=None)

    def _shelve(self) -> None:
        """Be compared with new reports no longer; owners' own words are not kept."""
        self.current, self.heard = False, ()
        if self.opened_at is None:
            self.text = ""

    def _look_after(self, act: Act) -> None:
        if self.until and self.until <= act.at:
            self.close(act, ENDED)
        elif self._overdue_at(act) <= act.at:
            recipients = self._paged(act)
            self.record(IncidentOverdue(incident=self.facts(), recipients=recipients))

    def _must_be_proposed(self, act: Act) -> None:
        if self.stage is not Stage.PROPOSED:
            did = "确认" if self.opened_at else "撤销"
            who = act.rules.named(self.opened_by or self.closed_by)
            raise NotProposed(f"这个事件已由{who}{did}，请刷新后查看")

    def _must_be_open(self) -> None:
        if self.stage is not Stage.OPEN:
            raise NotOpen("这个事件不在进行中，请刷新后查看")

    def _hands(self, act: Act) -> str | None:
        places = self.places[:1]
        building = places[0].building if places else None
        member = choose(
            Need(category=self.category, department=self.department, building=building), act
        )
        return member.id if member else None

    def _paged(self, act: Act) -> tuple[str, ...]:
        self.paged_at = act.at
        self.pages += 1
        head = act.rules.head_of(self.department)
        managers = [m.id for m in act.rules.holding(Role.MANAGER)]
        named = [self.assignee, head.id if head else None]
        above = managers if self.pages > 1 or not any(named) else []
        return tuple(dict.fromkeys(one for one in (*named, *above) if one))

    def _overdue_at(self, act: Act) -> datetime:
        paged = self.paged_at or self.opened_at or act.at
        again = paged + act.rules.policy.incidents.again
        expected = self.expected_until
        return min(expected, again) if expected and expected > paged else again

    def _shelved_at(self, act: Act) -> datetime:
        ended = self.closed_at or act.at
        return ended + (act.rules.policy.incidents.window if self.is_dismissed else SOON)

    @property
    def is_dismissed(self) -> bool:
        """Tell whether a person has said that it is none."""
        return self.stage is Stage.DISMISSED
