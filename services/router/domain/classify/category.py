"""Weigh the words and rules of a message against each other: the main matter."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from services.router.domain.classify.clauses import Clause
from services.router.domain.classify.urgency import Raised
from shared.contracts.words import Category, Urgency

TITLE: Final = 4.0
BODY: Final = (1.0, 0.7, 0.5)  # the longer a message goes on, the less its words say
REPEATED: Final = 0.25
NOT_MEANT: Final = 0.5
ALARM: Final[Mapping[Urgency, float]] = {
    Urgency.GENERAL: 0.0,
    Urgency.IMPORTANT: 2.0,
    Urgency.URGENT: 14.0,
}


def weigh(clauses: Sequence[Clause], found: Iterable[Raised]) -> dict[Category, float]:
    """Return the score of each category."""
    scores = dict.fromkeys(Category, 0.0)
    titled = bool(clauses) and clauses[-1].sentence > 0
    _weigh_words(clauses, scores, titled=titled)
    _weigh_rules(clauses, found, scores, titled=titled)
    return scores


def _weight(sentence: int, *, titled: bool) -> float:
    if sentence == 0 and titled:
        return TITLE
    return BODY[min(sentence, len(BODY) - 1)]


def _weigh_words(clauses: Sequence[Clause], scores: dict[Category, float], *, titled: bool) -> None:
    seen: set[str] = set()
    for clause in clauses:
        weight = _weight(clause.sentence, titled=titled)
        for hit in clause.hits:
            share = weight * (1.0 if hit.live else NOT_MEANT)
            share *= REPEATED if hit.word.text in seen else 1.0
            seen.add(hit.word.text)
            for category, strength in hit.word.topics:
                scores[category] += strength * share


def _weigh_rules(
    clauses: Sequence[Clause],
    found: Iterable[Raised],
    scores: dict[Category, float],
    *,
    titled: bool,
) -> None:
    seen: set[str] = set()
    for one in found:
        rule = one.spoken.rule
        share = _weight(clauses[one.spoken.at].sentence, titled=titled)
        share *= REPEATED if rule.says in seen else 1.0
        seen.add(rule.says)
        scores[rule.category] += (rule.weight + ALARM[one.urgency]) * share
