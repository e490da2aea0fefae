"""Stay within what providers publish: how often a number, a template or a group may be written."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from services.notifier.channels.templates import Templates
from services.notifier.ports import Found, Later, Parcel, Provider
from shared.contracts.phone import mark_of
from shared.kernel.clock import Clock

CODE: Final = "login-code"


@dataclass(slots=True, frozen=True)
class Limit:
    """At most ``most`` in any stretch of ``within``."""

    most: int
    within: timedelta


@dataclass(slots=True, frozen=True)
class Rule:
    """What is limited at one address: codes, all but codes (and then by template), or anything."""

    limits: tuple[Limit, ...]
    codes: bool | None = None

    def holds(self, parcel: Parcel) -> bool:
        """Tell whether a parcel falls under the rule."""
        return self.codes is None or self.codes is (parcel.because == CODE)

    def name(self, provider: str, template: str, parcel: Parcel) -> str:
        """Return the name of the count: no address can be read from it."""
        kind = template if self.codes is False else ""
        text = "\x1f".join((provider, str(self.codes), kind, mark_of(parcel.to)))
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _limit(most: int, **within: int) -> Limit:
    return Limit(most, timedelta(**within))


CODES: Final = Rule((_limit(1, minutes=1), _limit(5, hours=1), _limit(10, days=1)), codes=True)
TENCENT_CODES: Final = Rule(
    (_limit(1, seconds=30), _limit(5, hours=1), _limit(10, days=1)), codes=True
)
RULES: Final[Mapping[str, Sequence[Rule]]] = {
    "aliyun": (CODES, Rule((_limit(50, hours=24),), codes=False)),
    "tencent": (TENCENT_CODES,),
    "wecom": (Rule((_limit(30, minutes=1), _limit(1000, hours=1))),),
    "robot": (Rule((_limit(18, minutes=1),)),),
}


class Counts(Protocol):
    """Counts for all replicas together."""

    async def take(self, name: str, limits: Sequence[Limit], now: datetime) -> datetime | None:
        """Count one more and return None, or count nothing and return when there is room."""
        ...


class Limited:
    """A provider within its published limits: what passes them waits here, and is not sent."""

    def __init__(
        self,
        name: str,
        provider: Provider,
        counts: Counts,
        clock: Clock,
        templates: Templates | None = None,
    ) -> None:
        self._name = name
        self._provider = provider
        self._counts = counts
        self._clock = clock
        self._templates = templates
        self._rules = RULES.get(name, ())

    async def send(self, parcel: Parcel) -> str:
        """Hand over if every rule has room; raises ``Later`` with the moment when there is."""
        for rule in self._rules:
            if rule.holds(parcel):
                await self._take(rule, parcel)
        return await self._provider.send(parcel)

    async def find(self, parcel: Parcel) -> Found | None:
        """Ask; questions are not counted."""
        return await self._provider.find(parcel)

    async def _take(self, rule: Rule, parcel: Parcel) -> None:
        approved = self._templates.find(parcel.because) if self._templates else None
        name = rule.name(self._name, approved.id if approved else "", parcel)
        until = await self._counts.take(name, rule.limits, self._clock())
        if until:
            raise Later(f"{self._name}: our own limit", until)
