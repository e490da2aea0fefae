"""Classify one message by the rules: category, urgency, place, and the words that spoke."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from services.router.domain.classify.category import weigh
from services.router.domain.classify.clauses import Clause, clauses
from services.router.domain.classify.normalise import normalise
from services.router.domain.classify.place import read_place
from services.router.domain.classify.rules import spoken
from services.router.domain.classify.urgency import RANK, Raised, highest, raised
from services.router.domain.classify.verdict import Verdict
from shared.contracts.words import Category, Urgency

REASONS: Final = 6
UNHEARD: Final = 0.2  # confidence when not one word is known


def classify(text: str, buildings: frozenset[str] = frozenset()) -> Verdict:
    """Return what ``text`` is about, how urgent and where (policy.zh.md 三.2).

    ``buildings`` are the estate's; a building that is not among them is not taken over.
    """
    plain = normalise(text)
    heard = clauses(plain)
    found = raised(spoken(heard), heard)
    scores = weigh(heard, found)
    category = max(scores, key=scores.__getitem__) if any(scores.values()) else Category.SERVICE
    urgency = highest(found, scores)
    place, stray = read_place(plain, buildings)
    return Verdict(
        category=category,
        urgency=urgency,
        place=place,
        confidence=_confidence(scores, category),
        reasons=tuple(_reasons(found, heard, category, stray)),
    )


def _confidence(scores: Mapping[Category, float], category: Category) -> float:
    top = scores[category]
    if top <= 0:
        return UNHEARD
    second = max(score for other, score in scores.items() if other is not category)
    certainty = (top - second) / top
    enough = min(1.0, top / 6)
    return round(UNHEARD + (0.99 - UNHEARD) * (0.4 + 0.6 * certainty) * enough, 2)


def _reasons(
    found: Sequence[Raised], heard: Sequence[Clause], category: Category, stray: str | None
) -> Iterator[str]:
    if stray:
        yield f"小区没有{stray}栋"
    ordered = sorted(found, key=lambda one: -RANK[one.urgency])
    lines = dict.fromkeys(_line(one) for one in ordered)
    yield from list(lines)[:REASONS]
    words = dict.fromkeys(
        hit.word.text
        for clause in heard
        for hit in clause.hits
        if any(topic is category for topic, _ in hit.word.topics)
    )
    if words:
        yield f"{category}: {'、'.join(list(words)[:REASONS])}"


def _line(one: Raised) -> str:
    words = "、".join(dict.fromkeys(one.spoken.words))
    note = "" if one.urgency is one.spoken.rule.urgency else "(非当前)"
    level = "" if one.urgency is Urgency.GENERAL else f"→{one.urgency}"
    return f"{one.spoken.rule.says}{note}: {words}{level}"
