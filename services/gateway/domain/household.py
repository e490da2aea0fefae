"""Let owners into a household: by a code from there, an ask, and somebody's word."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Final

from shared.contracts.event import Place
from shared.kernel.aggregate import Aggregate
from shared.kernel.errors import Forbidden, WrongMove

LASTS: Final = timedelta(days=7)
ASK_LASTS: Final = timedelta(days=30)
KEPT: Final = timedelta(days=180)
TRIES: Final = 10


class WrongHouseholdCode(Forbidden):
    """No such code is open for that room; which of the reasons it is, is not told."""

    slug: ClassVar[str] = "wrong-household-code"

    def __init__(self) -> None:
        super().__init__("房号或入户码不对，或入户码已过期。请向已登记的业主或服务中心再要一个。")


class Settled(WrongMove):
    """Somebody has decided already, or nobody did in time."""

    slug: ClassVar[str] = "joining-settled"

    def __init__(self) -> None:
        super().__init__("这个申请已经处理过或已过期，请刷新后再看。")


class State(StrEnum):
    """Where an ask stands."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(slots=True, kw_only=True)
class HouseholdCode(Aggregate):
    """The one open code of a household, known by its digest only."""

    household_id: str
    place: Place
    digest: str
    forget_at: datetime
    tries: int = 0

    def renew(self, digest: str, at: datetime) -> None:
        """Put another code in the place of the old one."""
        self.digest, self.tries, self.forget_at = digest, 0, at + LASTS

    def answer(self, digest: str, at: datetime) -> bool:
        """Tell whether ``digest`` is the open code's; each try counts, a right one as well."""
        if at >= self.forget_at or self.tries >= TRIES:
            return False
        self.tries += 1
        return hmac.compare_digest(self.digest, digest)


@dataclass(slots=True, kw_only=True)
class Joining(Aggregate):
    """An owner asks to belong to a household as well."""

    owner_id: str
    household_id: str
    place: Place
    asked_at: datetime
    forget_at: datetime
    state: State = State.ASKED
    settled_by: str | None = None
    settled_at: datetime | None = None

    def ask_again(self, at: datetime) -> None:
        """Ask once more after a refusal, or after nobody answered."""
        self.state, self.asked_at, self.forget_at = State.ASKED, at, at + KEPT
        self.settled_by = self.settled_at = None

    def erase(self, at: datetime) -> None:
        """Decide no more about it, and have the database let go of it."""
        self.forget_at = at

    def settle(self, *, approve: bool, by: str, at: datetime) -> None:
        """Decide; raises ``Settled`` when that has been done or is too late."""
        if self.state is not State.ASKED or at >= self.asked_at + ASK_LASTS:
            raise Settled
        self.state = State.APPROVED if approve else State.DECLINED
        self.settled_by, self.settled_at = by, at
