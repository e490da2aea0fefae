"""Be part of an incident: silenced while it is open, resolved by its end, or on one's own again."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from services.router.domain.act import Act
from services.router.domain.dispatching import FIRST_CLOCKS
from services.router.domain.incidents.incident import Incident
from services.router.domain.incidents.nearness import is_shared, shared_spot
from services.router.domain.incidents.recognition import Report, joins, recognise
from services.router.domain.incidents.state import Stage
from services.router.domain.sweeping import Sweeping
from shared.contracts.event import Place
from shared.contracts.incidents import RequestJoined
from shared.contracts.words import Category, Status
from shared.kernel.errors import WrongMove

_PERSONAL: Final = frozenset({Category.NEIGHBOUR, Category.FEES})


@dataclass(slots=True, kw_only=True)
class Joining(Sweeping):
    """What an incident does to a request that belongs to it."""

    @property
    def report(self) -> Report:
        """Return what is compared of this request."""
        return Report(
            id=self.id,
            text=self.text,
            category=self.category,
            urgency=self.urgency,
            place=self.place,
            at=self.submitted_at,
            who=self.reporter.owner_id or self.reporter.phone or self.reporter.address or "",
        )

    @property
    def everybodys(self) -> bool:
        """Tell whether another owner may follow it: it is about what they share, and no person."""
        shared = any(is_shared(area) for area in self.report.areas)
        return shared and self.category not in _PERSONAL and self.in_hand and self.merger is None

    @property
    def nearby(self) -> tuple[Place, ...]:
        """Return where other owners may say that theirs is the same: the spot, or the building."""
        spot = shared_spot(self.place)
        return (Place(spot=spot),) if spot else (Place(building=self.building),)

    @property
    def ends_with(self) -> bool:
        """Tell whether the incident's end is this request's, or has been."""
        mine = self.incident
        if mine is None or not mine.joined:
            return False
        return mine.settled or (self.in_hand and not self.following)

    def come_in(self, act: Act, current: Iterable[Incident], into: Incident | None) -> None:
        """Be placed: with the incident it is about, else with somebody of its own.

        ``into`` is the incident that its owner names; by ``alikes`` reports of the same are found.
        """
        self.alikes = self.report.keys(self.estate)
        terms = act.rules.policy.incidents
        incident = into or recognise(self.report, current, terms)
        if incident and (into or joins(incident, self.report, terms)):
            self.place_under(act, incident)
            return
        self.place_it(act)
        if incident and incident.stage is not Stage.DISMISSED:
            self.seem(act, incident)

    def place_under(self, act: Act, incident: Incident) -> None:
        """Be placed with whoever has the incident in hand; the owner's receipt says what is known.

        Its clocks run as any other's: what is missed stays a fact.
        """
        self.incident = incident.membership(joined=True)
        with self._audited(act, "submit", ";".join(self.reasons)):
            self._begin_round(act)
            self._hand_to(incident.assignee or self._chosen(act), act, self.reasons)
            self.record(RequestJoined(request=self.facts(act), known=incident.known()))

    def seem(self, act: Act, incident: Incident) -> None:
        """Look like part of an incident; where that is open its owner is told, and may join."""
        self.incident = incident.membership(joined=False)
        if incident.during(act.at):
            known = incident.known(joined=False)
            self.record(RequestJoined(request=self.facts(act), known=known))

    def join(self, act: Act, incident: Incident, told_with: str | None = None) -> bool:
        """Become part of an incident; false if it is already, or if nobody has it in hand.

        ``told_with`` is the owner's other request, by which they are told.
        """
        if not self.in_hand or (self.incident and self.incident.joined):
            return False
        with self._audited(act, "join", incident.number):
            self.incident = replace(incident.membership(joined=True), told_with=told_with)
            self.record(RequestJoined(request=self.facts(act), by=act.by, known=incident.known()))
        return True

    def leave(self, act: Act, incident: Incident) -> None:
        """Go on by itself: whoever has it is told of it as of a new one."""
        if self.incident is None or self.incident.incident != incident.id:
            raise WrongMove("这件诉求不属于这个事件，请刷新后查看")
        with self._audited(act, "leave", incident.number):
            self.incident = None
            if self.status is Status.ASSIGNED and not self.following:
                self._hand_to(self._chosen(act), act, ("已移出突发事件，单独处理",))

    def settle(self, act: Act, outcome: str, told_with: str | None = None) -> bool:
        """Be resolved by the incident's end; ``told_with`` is the owner's request that tells it."""
        if not self.in_hand or self.following or self.incident is None:
            return False
        self.incident = replace(self.incident, joined=True, settled=True, told_with=told_with)
        with self._audited(act, "settle"):
            self._end_rest(act)
            if self.status is Status.ASSIGNED:
                self._move(Status.ACCEPTED)
            for name in FIRST_CLOCKS:
                self._stop(name, act.at, act)
        self.resolve(act, outcome)
        return True
