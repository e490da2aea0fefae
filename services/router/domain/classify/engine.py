"""Classify a message: the rules read it, the model weighs it, an alarm is never talked down."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.router.domain.classify.features import features
from services.router.domain.classify.linear import Judgement, LinearModel
from services.router.domain.classify.place import read_place
from services.router.domain.classify.reading import Reading, read
from services.router.domain.classify.reasons import reasons
from services.router.domain.classify.urgency import RANK, alarmed
from services.router.domain.classify.verdict import Verdict
from shared.contracts.words import Category, Urgency

RULES_SAY: Final = 0.6  # how much the rules' share of a category counts beside the model's margin
CAUTION: Final[Mapping[Urgency, float]] = {
    Urgency.GENERAL: 0.0,
    Urgency.IMPORTANT: 0.0,
    Urgency.URGENT: 0.1,  # to come for nothing is better than not to come
}
CERTAIN: Final = 1.6  # a lead of the first category over the second that leaves no doubt


@dataclass(slots=True, frozen=True)
class Classifier:
    """The rules with one trained model; to roll back is to make one with the model before."""

    model: LinearModel

    def __call__(self, text: str, buildings: frozenset[str] = frozenset()) -> Verdict:
        """Return what ``text`` is about, how urgent and where (policy.zh.md 三.2).

        ``buildings`` are the estate's; a building that is not among them is not taken over.
        """
        reading = read(text)
        judged = self.model.judge(features(reading))
        leanings = _leanings(reading, judged)
        category = max(leanings, key=leanings.__getitem__)
        urgency = _urgency(reading, judged)
        place, stray = read_place(reading.plain, buildings)
        told = reasons(reading, judged, category, urgency)
        return Verdict(
            category=category,
            urgency=urgency,
            place=place,
            confidence=_confidence(leanings, judged),
            reasons=(*((f"小区没有{stray}栋",) if stray else ()), *told),
        )


def _leanings(reading: Reading, judged: Judgement) -> dict[Category, float]:
    whole = sum(reading.scores.values()) or 1.0
    return {
        category: judged.margins[category] + RULES_SAY * reading.scores[category] / whole
        for category in Category
    }


def _urgency(reading: Reading, judged: Judgement) -> Urgency:
    learnt = max(Urgency, key=lambda urgency: judged.margins[urgency] + CAUTION[urgency])
    floor = Urgency.URGENT if alarmed(reading.raised, reading.clauses) else Urgency.GENERAL
    return max(learnt, floor, key=RANK.__getitem__)


def _confidence(leanings: Mapping[Category, float], judged: Judgement) -> float:
    """Return how sure both answers are: the lesser lead counts."""
    first, second = sorted(leanings.values(), reverse=True)[:2]
    grave, next_grave = sorted((judged.margins[one] for one in Urgency), reverse=True)[:2]
    lead = min(first - second, grave - next_grave, CERTAIN)
    return round(0.3 + 0.69 * lead / CERTAIN, 2)
