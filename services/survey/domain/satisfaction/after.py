"""Say who of the dissatisfied was won back, and who is unhappy again and again in silence."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from services.survey.domain.satisfaction.figures import share
from services.survey.domain.survey import Survey
from shared.contracts.event import Value
from shared.contracts.words import Category

SILENT_WITHIN: Final = timedelta(days=180)
SILENT_FROM: Final = 2


class WonBack(Value):
    """Of so many requests with a dissatisfied answer, so many ended with a satisfied one."""

    dissatisfied: int
    won_back: int
    won_back_rate: float | None


class Unhappy(Value):
    """One low answer of a silent household."""

    survey_id: str
    request_id: str
    number: str
    answered_at: datetime
    words: str


class Silent(Value):
    """A household that is unhappy again and again and has not complained."""

    household: str
    name: str | None
    place: str | None
    answers: tuple[Unhappy, ...]


def won_back(surveys: Iterable[Survey]) -> WonBack:
    """Count requests by the last answer to any of their rounds; all had a dissatisfied one."""
    rounds = defaultdict[str, list[Survey]](list)
    for survey in surveys:
        if survey.answer:
            rounds[survey.case.request_id].append(survey)
    last = (max(found, key=lambda one: one.case.round).answer for found in rounds.values())
    won = sum(bool(answer and answer.satisfied) for answer in last)
    return WonBack(dissatisfied=len(rounds), won_back=won, won_back_rate=share(won, len(rounds)))


def silent(low: Iterable[Survey], homes: Mapping[str, str], heard: Collection[str]) -> list[Silent]:
    """Return the households with ``SILENT_FROM`` low answers, the unhappiest first.

    ``homes`` are households by owner; ``heard`` are the owners who have complained or suggested.
    """
    found, spoke = defaultdict[str, list[Survey]](list), {homes.get(one) for one in heard}
    for survey in low:
        if home := homes.get(survey.case.reporter.owner_id or ""):
            found[home].append(survey)
    made = [
        _silent(home, surveys)
        for home, surveys in found.items()
        if len(surveys) >= SILENT_FROM and home not in spoke
    ]
    return sorted(made, key=lambda one: (-len(one.answers), one.household))


def complained(surveys: Iterable[Survey]) -> frozenset[str]:
    """Return the owners who have complained of the service itself."""
    service = (one.case for one in surveys if one.case.category is Category.SERVICE)
    return frozenset(case.reporter.owner_id for case in service if case.reporter.owner_id)


def _silent(home: str, surveys: Sequence[Survey]) -> Silent:
    latest = max(surveys, key=lambda one: one.opened_at).case.reporter
    return Silent(
        household=home,
        name=latest.name,
        place=str(latest.place) if latest.place else None,
        answers=tuple(
            Unhappy(
                survey_id=one.id,
                request_id=one.case.request_id,
                number=one.case.number,
                answered_at=one.answered_at or one.opened_at,
                words=one.answer.words if one.answer else "",
            )
            for one in sorted(surveys, key=lambda one: one.opened_at)
        ),
    )
