"""Keep one log-in as a family of refresh tokens, of which only the newest is good."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Final

from shared.contracts.words import Role
from shared.kernel.aggregate import Aggregate
from shared.kernel.errors import Unauthenticated

LASTS: Final = {True: timedelta(days=30), False: timedelta(days=7)}  # owners, staff
REMEMBERED: Final = 64


class SessionOver(Unauthenticated):
    """The refresh token is unknown, spent, expired or was ended."""

    slug: ClassVar[str] = "session-over"
    title: ClassVar[str] = "登录已失效"


@dataclass(slots=True, kw_only=True)
class Session(Aggregate):
    """A family of refresh tokens; tokens are known by their digests only."""

    account: str
    role: Role
    current: str
    forget_at: datetime
    spent: list[str] = field(default_factory=list)
    ended: bool = False

    def rotate(self, presented: str, following: str, at: datetime) -> bool:
        """Spend ``presented`` for ``following``; False if it is not good.

        A token that was spent before has been stolen or replayed: the whole family ends.
        """
        if self.ended or at >= self.forget_at:
            return False
        if not hmac.compare_digest(self.current, presented):
            self.ended = presented in self.spent
            return False
        self.spent = [*self.spent, self.current][-REMEMBERED:]
        self.current = following
        self.forget_at = at + lasts(self.role)
        return True

    def end(self, presented: str) -> None:
        """End the family on the word of who holds one of its tokens; else leave it alone."""
        if hmac.compare_digest(self.current, presented) or presented in self.spent:
            self.ended = True

    def erase(self, at: datetime) -> None:
        """End the family, and have the database let go of it."""
        self.ended, self.forget_at = True, at


def lasts(role: Role) -> timedelta:
    """Return how long a session of ``role`` goes on without being used."""
    return LASTS[role is Role.OWNER]
