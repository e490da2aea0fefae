"""Keep one row for each person, event and outlet: what is to be sent and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from services.notifier.domain import patience
from services.notifier.domain.letter import Letter, Reach
from shared.contracts.notifications import (
    NotificationDelivered,
    NotificationFailed,
    PageAcknowledged,
)
from shared.contracts.phone import Phone
from shared.contracts.requests import RequestResolved
from shared.contracts.words import Outlet
from shared.kernel.aggregate import Aggregate


class State(StrEnum):
    """Where a row stands; the last four end it."""

    PENDING = "pending"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    SUPPRESSED = "suppressed"


_OPEN: Final = frozenset(State) - {State.DELIVERED, State.READ}
NEXT: Final[Mapping[State, frozenset[State]]] = {
    State.PENDING: _OPEN | {State.DELIVERED, State.READ},
    State.SENDING: _OPEN | {State.DELIVERED, State.READ},
    State.ACCEPTED: frozenset({State.DELIVERED, State.READ, State.FAILED, State.SUPPRESSED}),
    State.DELIVERED: frozenset({State.READ}),
    State.READ: frozenset(),
    State.FAILED: frozenset({State.DELIVERED, State.READ}),
    State.SUPPRESSED: frozenset({State.DELIVERED, State.READ}),
}
LEASE: Final = timedelta(seconds=10)
AWAITED: Final = frozenset({RequestResolved.type})
USUAL: Final = 1


@dataclass(slots=True, kw_only=True)
class Call:
    """One logged phone call."""

    at: datetime
    by: str
    reached: bool
    note: str


@dataclass(slots=True, kw_only=True)
class Notification(Aggregate):
    """A letter on one outlet. Its id is the token by which the provider knows it.

    ``next_at`` is when something must happen: pending: the send; sending: the lease ends;
    accepted: the receipt is due; failed: the next outlet takes over. None: nothing any more.
    ``tries`` counts leases: from the second on the provider may have the message already;
    ``puts_off`` the times when the provider said that it did not take it, and when it may;
    ``tried_at`` the end of the last attempt of which nobody knows what came.
    """

    letter: Letter
    rung: int
    outlet: Outlet
    to: Phone
    rest: tuple[Reach, ...]
    state: State
    created_at: datetime
    next_at: datetime | None
    tries: int = 0
    puts_off: int = 0
    tried_at: datetime | None = None
    provider_id: str | None = None
    accepted_at: datetime | None = None
    delivered_at: datetime | None = None
    read_at: datetime | None = None
    failed_at: datetime | None = None
    suppressed_at: datetime | None = None
    acknowledged_at: datetime | None = None
    reason: str = ""
    calls: tuple[Call, ...] = ()
    rank: int = USUAL

    @property
    def is_untried(self) -> bool:
        """Tell whether it waits and nobody has ever tried to send it."""
        return self.is_unsent and not self.puts_off

    @property
    def is_unsent(self) -> bool:
        """Tell whether it waits and no provider can have it: the one who was asked said so."""
        return self.state is State.PENDING and not (self.tries or self.tried_at)

    @property
    def is_doubtful(self) -> bool:
        """Tell whether an earlier lease may have sent it although nothing was recorded."""
        return self.tries > 1

    @property
    def is_open(self) -> bool:
        """Tell whether it may still arrive by itself or by somebody's act."""
        return self.state in {State.PENDING, State.SENDING, State.ACCEPTED}

    @property
    def is_wanted(self) -> bool:
        """Tell whether it has yet to be sent, waited for, or phoned."""
        calls = self.outlet is Outlet.PHONE and self.is_open
        return calls or self.next_at is not None or self.state in {State.PENDING, State.SENDING}

    def claim(self, now: datetime) -> None:
        """Lease it for one attempt; whoever saves this first has it."""
        if self.state is State.SENDING:
            self.tried_at = self.next_at
        self._move(State.SENDING)
        self.tries += 1
        self.next_at = now + LEASE

    def accept(self, provider_id: str, at: datetime, wait: timedelta | None) -> bool:
        """Note that the provider took it; a receipt is due after ``wait`` if it needs one."""
        if not self._move(State.ACCEPTED):
            return False
        self.provider_id, self.accepted_at, self.next_at = provider_id, at, None
        way = Reach(outlet=self.outlet, to=self.to)
        if wait and patience.needs_receipt(self.letter, way, self.rest, provider_id):
            self.next_at = at + patience.receipt_within(self.letter, wait)
        return True

    def retry(self, reason: str, at: datetime) -> bool:
        """Put it off after a failure worth another try; gives the outlet up after the last."""
        if self.tries > len(patience.PAUSES):
            return self.fail(reason, at)
        if not self._move(State.PENDING):
            return False
        self.reason, self.tried_at, self.next_at = reason, at, at + patience.PAUSES[self.tries - 1]
        return True

    def put_off(self, reason: str, until: datetime, at: datetime) -> bool:
        """Wait as the provider asks; gives the outlet up if that is too long or too often."""
        if not patience.bears(self.letter, until - at, self.puts_off):
            return self.fail(reason, at)
        if not self._move(State.PENDING):
            return False
        self.reason, self.next_at = reason, until
        self.tries, self.puts_off = self.tries - 1, self.puts_off + 1
        return True

    def deliver(self, at: datetime) -> bool:
        """Note that it arrived, and tell where somebody waits; a repeat changes nothing."""
        if not self._move(State.DELIVERED):
            return False
        self.delivered_at, self.next_at = at, None
        if self.letter.secret or self.letter.because not in AWAITED:
            return True
        self.record(
            NotificationDelivered(
                notification_id=self.id,
                recipient=self.letter.recipient,
                outlet=self.outlet,
                about=self.letter.about,
                because=self.letter.because,
                delivered_at=at,
                round=self.letter.round,
            )
        )
        return True

    def read(self, at: datetime) -> bool:
        """Note that the person has opened it; what is read has arrived."""
        self.deliver(at)
        if not self._move(State.READ):
            return False
        self.read_at = at
        return True

    def acknowledge(self, at: datetime) -> bool:
        """Note that a paged person says so; no further outlet is tried for this page."""
        if self.acknowledged_at:
            return False
        self.read(at)
        self.acknowledged_at = at
        self.record(
            PageAcknowledged(
                notification_id=self.id,
                staff_id=self.letter.recipient,
                request_id=self.letter.about,
                acknowledged_at=at,
                round=self.letter.round,
            )
        )
        return True

    def fail(self, reason: str, at: datetime) -> bool:
        """Give this outlet up; the next is due at once, and if there is none that is told."""
        if not self._move(State.FAILED):
            return False
        self.failed_at, self.reason, self.next_at = at, reason, at
        if not self.rest or self.rest[0].outlet is Outlet.PHONE:
            self.record(
                NotificationFailed(
                    notification_id=self.id,
                    recipient=self.letter.recipient,
                    outlet=self.outlet,
                    about=self.letter.about,
                    because=self.letter.because,
                    failed_at=at,
                    reason=reason,
                    round=self.letter.round,
                )
            )
        return True

    def suppress(self, reason: str, at: datetime) -> bool:
        """Leave it unsent, or no longer waited for: there is no need any more."""
        if not self._move(State.SUPPRESSED):
            return False
        self.suppressed_at, self.reason, self.next_at = at, reason, None
        return True

    def settle(self) -> bool:
        """Note that what followed from a failure has been seen to."""
        if self.state is not State.FAILED or self.next_at is None:
            return False
        self.next_at = None
        return True

    def log_call(self, call: Call) -> None:
        """Note a phone call; one that reached the person is a delivery."""
        self.calls = (*self.calls, call)
        if call.reached:
            self.deliver(call.at)

    def _move(self, to: State) -> bool:
        if to not in NEXT[self.state]:
            return False
        self.state = to
        if self.letter.secret and to not in {State.PENDING, State.SENDING}:
            self.letter = replace(self.letter, text="", fields={})
        return True
