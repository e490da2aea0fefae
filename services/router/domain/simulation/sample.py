"""Make up a plausible year of an estate, the same for the same seed."""

import math
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Final, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from services.router.domain.simulation.past import Counts, Done, Past, Rest
from shared.contracts.words import Category, Channel, Urgency

T = TypeVar("T")
_ZONE: Final = ZoneInfo("Asia/Shanghai")
_HOURS: Final = (2, 1, 1, 1, 1, 2, 5, 9, 12, 12, 11, 9, 7, 7, 8, 9, 9, 9, 11, 13, 12, 9, 6, 3)
_CATEGORIES: Final[Mapping[Category, int]] = {
    Category.REPAIR: 42,
    Category.SANITATION: 15,
    Category.SECURITY: 12,
    Category.NEIGHBOUR: 10,
    Category.FEES: 8,
    Category.SERVICE: 8,
    Category.OTHER: 5,
}
_CHANNELS: Final[Mapping[Channel, int]] = {Channel.APP: 5, Channel.WECHAT: 3, Channel.DESK: 2}
_URGENCIES: Final[Mapping[Category, tuple[int, int, int]]] = {
    Category.REPAIR: (10, 18, 72),
    Category.SECURITY: (6, 22, 72),
}
_CALM: Final = (1, 6, 93)
_FORGOTTEN: Final = 12
_REASONS: Final = ("等待配件", "与业主约定时间", "业主不在家")


class Pace(NamedTuple):
    """Medians in minutes of duty: until taken on, until there, until done; how far they spread."""

    accept: float
    arrive: float
    resolve: float
    spread: float


_PACES: Final[Mapping[Urgency, Pace]] = {
    Urgency.URGENT: Pace(0.8, 6, 50, 0.6),
    Urgency.IMPORTANT: Pace(9, 30, 100, 0.8),
    Urgency.GENERAL: Pace(25, 60, 160, 0.9),
}


def sample_year(number: int, seed: int, buildings: list[str], year: int) -> Iterator[Past]:
    """Yield ``number`` requests of ``year`` in the order in which they came."""
    chance = Random(seed)  # noqa: S311
    first = datetime(year, 1, 1, tzinfo=_ZONE)
    days = (datetime(year + 1, 1, 1, tzinfo=_ZONE) - first).days
    moments = sorted(_moment(chance, first, days) for _ in range(number))
    return (_past(chance, moment, buildings) for moment in moments)


def _moment(chance: Random, first: datetime, days: int) -> datetime:
    hour = _of(chance, dict(enumerate(_HOURS)))
    return first + timedelta(
        days=chance.randrange(days), hours=hour, seconds=chance.randrange(3600)
    )


def _past(chance: Random, moment: datetime, buildings: list[str]) -> Past:
    category = _of(chance, _CATEGORIES)
    urgency = _of(chance, dict(zip(Urgency, _URGENCIES.get(category, _CALM), strict=True)))
    rounds = [_done(chance, urgency)]
    while rounds[-1].answer is not None and not rounds[-1].satisfied:
        rounds.append(_done(chance, urgency))
    return Past(
        submitted_at=moment,
        category=category,
        urgency=urgency,
        channel=_of(chance, _CHANNELS),
        building=chance.choice(buildings) if buildings else None,
        counts=Counts.DUTY,
        rounds=tuple(rounds),
        cancel=_spread(chance, 120, 1) if chance.random() < 0.015 else None,
    )


def _done(chance: Random, urgency: Urgency) -> Done:
    pace = _PACES[urgency]
    forgotten = chance.random() < 0.01
    return Done(
        accept=_spread(chance, pace.accept * (_FORGOTTEN if forgotten else 1), pace.spread),
        arrive=_spread(chance, pace.arrive, pace.spread),
        resolve=_spread(chance, pace.arrive + pace.resolve, pace.spread),
        feed_back=_spread(chance, 3, 1.5),
        answer=_spread(chance, 600, 1) if chance.random() < 0.55 else None,
        satisfied=chance.random() < 0.88,
        follow_up=_spread(chance, 60, 1),
        pauses=_pauses(chance, urgency),
    )


def _pauses(chance: Random, urgency: Urgency) -> tuple[Rest, ...]:
    if urgency is Urgency.URGENT or chance.random() > 0.05:
        return ()
    lasts = _spread(chance, 1440, 0.8)
    return (Rest(after=_spread(chance, 30, 0.5), lasts=lasts, reason=chance.choice(_REASONS)),)


def _spread(chance: Random, middle: float, spread: float) -> float:
    return round(min(chance.lognormvariate(math.log(middle), spread), 60 * 24 * 60), 2)


def _of(chance: Random, weights: Mapping[T, int]) -> T:
    return chance.choices(list(weights), list(weights.values()))[0]
