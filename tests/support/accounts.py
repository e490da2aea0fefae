"""Keep access tokens and counts in memory, as one replica with nobody beside it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from services.notifier.channels.limits import Limit
from services.notifier.channels.tokens import Fetch


class OwnTokens:
    """One token, fetched when it is first wanted and when it is stale."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._token = ""

    async def get(self) -> str:
        """Return the token."""
        return self._token or await self.renew("", force=False)

    async def renew(self, stale: str, force: bool) -> str:
        """Fetch another."""
        self._token = (await self._fetch(force)).token
        return self._token


class OwnCounts:
    """The moments of what went, by name."""

    def __init__(self) -> None:
        self.went: dict[str, list[datetime]] = {}
        self.used: Counter[str] = Counter()

    async def draw(self, name: str, block: int, most: int, until: datetime) -> bool:
        """Take a block of what is left."""
        if self.used[name] + block > most:
            return False
        self.used[name] += block
        return True

    async def take(self, name: str, limits: Sequence[Limit], now: datetime) -> datetime | None:
        """Count one more, or return when there is room."""
        went = self.went.setdefault(name, [])
        full = [went[-one.most] + one.within for one in limits if len(went) >= one.most]
        until = max(full, default=now)
        if until > now:
            return until
        went.append(now)
        return None
