"""Have a person look at what was classified or placed with doubts; nothing waits for it."""

from dataclasses import dataclass

from services.router.domain.act import Act
from services.router.domain.handing_over import HandingOver
from services.router.domain.moves import SPOKEN
from services.router.domain.pending import Asking, Confirmation
from shared.contracts.arrangements import ConfirmationAsked
from shared.contracts.event import Place
from shared.contracts.words import Category, Role, Urgency
from shared.kernel.errors import WrongMove


@dataclass(slots=True, kw_only=True)
class Doubting(HandingOver):
    """Doubts go to a clerk within minutes, then to the next one, the head, the manager."""

    def ask_about_doubts(self, act: Act) -> None:
        """Ask the clerk on duty to look, if there is anything doubtful about a new request."""
        doubts = self._doubts(act)
        if doubts:
            self.confirmation = Confirmation.UNCONFIRMED
            self.asking = Asking(doubts=doubts, asked=(), next_at=act.at)
            self._ask_next(act)
            self._schedule(act)

    def confirm(
        self,
        act: Act,
        category: Category | None = None,
        urgency: Urgency | None = None,
        place: Place | None = None,
    ) -> None:
        """Stand behind it as it is, or as it is corrected here; raises ``NothingChanged``."""
        if not self.in_hand:
            raise WrongMove(f"诉求{SPOKEN[self.status]}，无需再核对")
        if place and place != self.place:
            with self._audited(act, "correct_place", str(place)):
                self.place = place
            if self.classified_by and not (category or urgency):
                return
        self.reclassify(act, category, urgency, "核对")

    def _doubts(self, act: Act) -> tuple[str, ...]:
        unsure = self.confidence < act.rules.policy.confirm.below
        known = act.rules.buildings
        strange = self.building if known and self.building not in (None, *known) else None
        return (
            *(("类别或紧急程度拿不准",) if unsure else ()),
            *((f"小区没有“{strange}”这栋楼",) if strange else ()),
        )

    def _ask_next(self, act: Act) -> None:
        asking = self.asking
        if asking is None or asking.next_at is None or asking.next_at > act.at:
            return
        to = next((one for one in self._askable(act) if one not in asking.asked), None)
        due_at = act.at + act.rules.policy.confirm.within
        self.asking = Asking(
            doubts=asking.doubts,
            asked=(*asking.asked, to) if to else asking.asked,
            next_at=due_at if to else None,
        )
        if to:
            self.record(
                ConfirmationAsked(
                    request=self.facts(act),
                    doubts=asking.doubts,
                    due_at=due_at,
                    recipients=(to,),
                )
            )

    def _askable(self, act: Act) -> tuple[str, ...]:
        """Return whom to ask, in order: clerks on duty, their head, the managers."""
        on_duty = act.rules.on_duty(act.at)
        service = act.rules.department_of(Category.SERVICE)
        clerks = [one for one in act.rules.holding(Role.CLERK) if one.id in on_duty]
        own = [one for one in clerks if service and one.department == service.id]
        least = sorted(own or clerks, key=lambda one: one.id != self.first_responder)
        head = act.rules.head_of(service.id) if service else None
        managers = [*act.rules.holding(Role.MANAGER), *act.rules.holding(Role.ADMIN)]
        return tuple(one.id for one in (*least, *([head] if head else []), *managers))
