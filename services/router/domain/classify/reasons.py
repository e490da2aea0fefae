"""Tell in words why a message was classified so."""

from collections.abc import Iterator
from typing import Final

from services.router.domain.classify.features import MARK
from services.router.domain.classify.linear import Judgement
from services.router.domain.classify.reading import Reading
from services.router.domain.classify.urgency import RANK, Raised
from shared.contracts.words import Category, Urgency

MOST: Final = 6
LOUDEST: Final = 12


def reasons(
    reading: Reading, judged: Judgement, category: Category, urgency: Urgency
) -> Iterator[str]:
    """Yield the rules that spoke, gravest first, then the words, then what was learnt."""
    ordered = sorted(reading.raised, key=lambda one: -RANK[one.urgency])
    yield from list(dict.fromkeys(map(_line, ordered)))[:MOST]
    words = dict.fromkeys(
        hit.word.text
        for clause in reading.clauses
        for hit in clause.hits
        for topic, _ in hit.word.topics
        if topic is category
    )
    if words:
        yield f"{category}: {'、'.join(list(words)[:MOST])}"
    for label in (category, urgency):
        learnt = _learnt(judged, label)
        if learnt:
            yield f"{label}(经验): {'、'.join(learnt)}"


def _line(one: Raised) -> str:
    words = "、".join(dict.fromkeys(one.spoken.words))
    note = "" if one.urgency is one.spoken.rule.urgency else "(非当前)"
    level = "" if one.urgency is Urgency.GENERAL else f"→{one.urgency}"
    return f"{one.spoken.rule.says}{note}: {words}{level}"


def _learnt(judged: Judgement, label: str) -> list[str]:
    loud = judged.speaking(label, LOUDEST)
    return [word.strip() for word in loud if word[0] != MARK and len(word.strip()) > 1][:3]
