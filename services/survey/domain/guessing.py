"""Stop those who try wrong links again and again; remembered in this process only."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.survey.domain.refusals import TooManyWrongLinks


@dataclass(slots=True, kw_only=True)
class Guessing:
    """Wrong tries by address; the oldest addresses are forgotten when there are too many."""

    tries: int = 20
    within: timedelta = timedelta(minutes=10)
    addresses: int = 10_000
    _wrong: OrderedDict[str, tuple[datetime, int]] = field(default_factory=OrderedDict)

    def check(self, address: str, now: datetime) -> None:
        """Let ``address`` try; raises ``TooManyWrongLinks`` when it has been wrong too often."""
        since, count = self._of(address, now)
        if count >= self.tries:
            left = (since + self.within - now).total_seconds()
            raise TooManyWrongLinks("链接多次无效，请稍后再试，或致电物业服务中心。", int(left) + 1)

    def wrong(self, address: str, now: datetime) -> None:
        """Note a wrong try."""
        since, count = self._of(address, now)
        self._wrong[address] = (since, count + 1)
        self._wrong.move_to_end(address)
        while len(self._wrong) > self.addresses:
            self._wrong.popitem(last=False)

    def _of(self, address: str, now: datetime) -> tuple[datetime, int]:
        since, count = self._wrong.get(address, (now, 0))
        return (since, count) if now < since + self.within else (now, 0)
