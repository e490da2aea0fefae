"""Let bursts through and hold floods back, by token buckets."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

KEPT: Final = 50_000


@dataclass(slots=True, frozen=True, kw_only=True)
class Rate:
    """``burst`` at once, and ``per_second`` after that."""

    burst: float
    per_second: float


class Buckets:
    """One bucket a key, in memory: each replica counts for itself, so n replicas let n times in.

    Log-ins and codes, which are worth guessing at, are counted together besides (``together``).
    """

    def __init__(self, rate: Rate) -> None:
        self.rate = rate
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, now: float) -> float:
        """Take one token at ``now`` (seconds); return 0, or in how many seconds there is one."""
        left, at = self._left.pop(key, (self.rate.burst, now))
        left = min(self.rate.burst, left + (now - at) * self.rate.per_second)
        enough = left >= 1
        self._left[key] = (left - 1 if enough else left, now)
        if len(self._left) > KEPT:
            self._left.popitem(last=False)
        return 0.0 if enough else (1 - left) / self.rate.per_second
