"""Decide when a log-in code may be sent, and whether one that comes back is right."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Final

from shared.kernel.aggregate import Aggregate
from shared.kernel.errors import TooMany, Unauthenticated

MINUTES: Final = 5
TRIES: Final = 5
LIMITS: Final = (
    (timedelta(minutes=1), 1),
    (timedelta(hours=1), 5),
    (timedelta(days=1), 10),
)


class CodesTooOften(TooMany):
    """The phone has been sent codes enough."""

    slug: ClassVar[str] = "codes-too-often"


class WrongCode(Unauthenticated):
    """No such code is open for this phone; which of the reasons it is, is not told."""

    slug: ClassVar[str] = "wrong-code"
    title: ClassVar[str] = "验证码不对"


@dataclass(slots=True, kw_only=True)
class Challenge(Aggregate):
    """What has been sent to one phone; kept alike for phones that nobody here has."""

    forget_at: datetime
    sent: list[datetime] = field(default_factory=list)
    digest: str | None = None
    tries: int = 0

    def issue(self, digest: str, at: datetime) -> None:
        """Open a new code, known by its ``digest`` only; raises ``CodesTooOften``."""
        self.sent = [one for one in self.sent if at - one < LIMITS[-1][0]]
        for span, most in LIMITS:
            within = [one for one in self.sent if at - one < span]
            if len(within) >= most:
                raise _too_often(within[-most] + span - at)
        self.sent.append(at)
        self.digest, self.tries = digest, 0
        self.forget_at = at + LIMITS[-1][0]

    def answer(self, digest: str, at: datetime) -> bool:
        """Tell whether ``digest`` is the open code's; a right one is used up, others count."""
        open_until = self.sent[-1] + timedelta(minutes=MINUTES) if self.sent else at
        if self.digest is None or at >= open_until or self.tries >= TRIES:
            return False
        self.tries += 1
        right = hmac.compare_digest(self.digest, digest)
        if right:
            self.digest = None
        return right


def _too_often(wait: timedelta) -> CodesTooOften:
    seconds = max(1, round(wait.total_seconds()))
    pause = f"{seconds} 秒" if seconds <= 60 else f"{-(-seconds // 60)} 分钟"
    return CodesTooOften(f"验证码发送得太频繁，请 {pause}后再试。", retry_after=seconds)
