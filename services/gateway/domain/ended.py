"""Remember whose account has just ended, for as long as an access token of theirs may be good."""

from datetime import datetime, timedelta
from typing import Final

TOKENS_LAST: Final = timedelta(minutes=16)  # a token's quarter of an hour, and clocks that differ


class Ended:
    """The accounts that ended within the last quarter of an hour; each replica hears of all."""

    def __init__(self) -> None:
        self._until: dict[str, datetime] = {}

    def note(self, account: str, at: datetime) -> None:
        """Let nobody in under ``account`` from now on."""
        self._until = {one: until for one, until in self._until.items() if until > at}
        self._until[account] = at + TOKENS_LAST

    def forget(self, account: str) -> None:
        """Let the account in again: it has become active."""
        self._until.pop(account, None)

    def holds(self, account: str, now: datetime) -> bool:
        """Tell whether the account has just ended."""
        return account in self._until and self._until[account] > now
