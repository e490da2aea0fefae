"""Classify a message: the rules read it, the model weighs it, an alarm is never talked down."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from typing import Final

from services.router.domain.classify.features import features
from services.router.domain.classify.linear import Judgement, LinearModel
from services.router.domain.classify.matters import matters
from services.router.domain.classify.place import read_place
from services.router.domain.classify.reading import Reading, read
from services.router.domain.classify.reasons import reasons
from services.router.domain.classify.urgency import RANK, alarmed
from services.router.domain.classify.verdict import Verdict
from shared.contracts.words import Category, Urgency

LONG: Final = 60  # characters; of longer messages the rules know more, of shorter ones the model
SHORT_RULES: Final = 0.1  # what the rules' share of a category counts beside the model's margin
LONG_RULES: Final = 1.5
LONG_VOTE: Final = 0.15  # what the urgency that the rules found counts beside the model's margin
CAUTION: Final = 0.35  # added to urgent in short messages: better to come for nothing than not to
DOUBT: Final = 0.2  # taken from urgent in long ones: a letter tells of alarms that are over
CATEGORY_ODDS: Final = (-0.24, 2.51)  # fitted to answers on samples that were held out
URGENCY_ODDS: Final = (-0.15, 2.81)
CONFIDENT: Final = 0.99


@dataclass(slots=True, frozen=True, kw_only=True)
class Weighed:
    """One matter as the rules and the model see it together."""

    reading: Reading
    judged: Judgement
    leanings: Mapping[Category, float]
    urgency: Urgency

    @property
    def category(self) -> Category:
        """Return the category that the matter leans to most."""
        return max(self.leanings, key=self.leanings.__getitem__)


@dataclass(slots=True, frozen=True)
class Classifier:
    """The rules with one trained model; to roll back is to make one with the model before."""

    model: LinearModel

    def __call__(self, text: str, buildings: frozenset[str] = frozenset()) -> Verdict:
        """Return what ``text`` is about, how urgent and where (policy.zh.md 三.2).

        ``buildings`` are the estate's; a building that is not among them is not taken over.
        """
        reading = read(text)
        whole = self._weigh(reading)
        matter = self._gravest(whole)
        place, stray = read_place(reading.plain, buildings)
        told = reasons(matter.reading, matter.judged, matter.category, matter.urgency)
        return Verdict(
            category=matter.category,
            urgency=matter.urgency,
            place=place,
            confidence=_confidence(matter),
            reasons=(*((f"小区没有{stray}栋",) if stray else ()), *told),
        )

    def _weigh(self, reading: Reading) -> Weighed:
        judged = self.model.judge(features(reading))
        return Weighed(
            reading=reading,
            judged=judged,
            leanings=_leanings(reading, judged),
            urgency=_urgency(reading, judged),
        )

    def _gravest(self, whole: Weighed) -> Weighed:
        """Return the matter that rules: an urgent one among several, else the message itself."""
        parts = [self._weigh(read(part)) for part in matters(whole.reading.plain)]
        urgent = [part for part in parts if part.urgency is Urgency.URGENT]
        return max(urgent, key=lambda part: part.judged.margins[Urgency.URGENT], default=whole)


def _leanings(reading: Reading, judged: Judgement) -> dict[Category, float]:
    whole = sum(reading.scores.values()) or 1.0
    weight = LONG_RULES if len(reading.plain) > LONG else SHORT_RULES
    return {
        category: judged.margins[category] + weight * reading.scores[category] / whole
        for category in Category
    }


def _urgency(reading: Reading, judged: Judgement) -> Urgency:
    votes = dict.fromkeys(Urgency, 0.0)
    if len(reading.plain) > LONG:
        votes[reading.urgency] = LONG_VOTE
        votes[Urgency.URGENT] -= DOUBT
    else:
        votes[Urgency.URGENT] = CAUTION
    learnt = max(Urgency, key=lambda one: judged.margins[one] + votes[one])
    floor = Urgency.URGENT if alarmed(reading.raised, reading.clauses) else Urgency.GENERAL
    return max(learnt, floor, key=RANK.__getitem__)


def _confidence(matter: Weighed) -> float:
    """Return how likely both answers are right, by how far each leads."""
    leanings = sorted(matter.leanings.values(), reverse=True)
    margins = matter.judged.margins
    others = max(margins[one] for one in Urgency if one is not matter.urgency)
    category = _odds(leanings[0] - leanings[1], CATEGORY_ODDS)
    urgency = _odds(margins[matter.urgency] - others, URGENCY_ODDS)
    return round(min(category * urgency, CONFIDENT), 2)


def _odds(lead: float, fitted: tuple[float, float]) -> float:
    """Return the chance that an answer with this lead is right."""
    start, slope = fitted
    return 1 / (1 + exp(-start - slope * lead))
