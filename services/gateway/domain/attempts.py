"""Count wrong passwords against one username, and make the next try wait ever longer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Final

from shared.kernel.aggregate import Aggregate
from shared.kernel.errors import TooMany, Unauthenticated

FREE: Final = 5
FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(minutes=15)
FORGOTTEN_AFTER: Final = timedelta(days=1)


class LockedOut(TooMany):
    """Too many wrong passwords; known and unknown usernames are treated alike."""

    slug: ClassVar[str] = "locked-out"


class WrongPassword(Unauthenticated):
    """Username and password do not belong together; which of them is wrong is not told."""

    slug: ClassVar[str] = "wrong-password"
    title: ClassVar[str] = "用户名或密码不对"


@dataclass(slots=True, kw_only=True)
class Attempts(Aggregate):
    """The tries at one username since the last right one; kept for unknown usernames too."""

    forget_at: datetime
    wrong: int = 0
    locked_until: datetime | None = None

    def begin(self, at: datetime) -> None:
        """Count a try before it is looked at, so that many at once gain nothing.

        Raises ``LockedOut`` while the wait after the fifth wrong try is not over.
        """
        if self.locked_until is not None and at < self.locked_until:
            wait = max(1, round((self.locked_until - at).total_seconds()))
            raise LockedOut("密码错误次数太多，请稍后再试，或请管理员重设密码。", retry_after=wait)
        self.wrong += 1
        self.forget_at = at + FORGOTTEN_AFTER
        if self.wrong >= FREE:
            doubled: timedelta = FIRST_WAIT * 2 ** min(self.wrong - FREE, 10)
            self.locked_until = at + min(doubled, LONGEST_WAIT)

    def passed(self) -> None:
        """Forget what was wrong: the password was right."""
        self.wrong, self.locked_until = 0, None
