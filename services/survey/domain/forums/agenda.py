"""Propose what to talk about: what the quarter's requests, answers and suggestions were about."""

from collections.abc import Iterable, Mapping
from typing import Final

from services.survey.domain.campaigns.topics import OTHER
from shared.contracts.event import Value
from shared.contracts.words import Category

TOPIC_OF: Final[Mapping[Category, str]] = {
    Category.REPAIR: "维修",
    Category.SANITATION: "保洁",
    Category.SECURITY: "安保",
    Category.NEIGHBOUR: "噪音与邻里",
    Category.FEES: "收费",
    Category.SERVICE: "服务与态度",
    Category.OTHER: OTHER,
}
_PRAISE: Final = "表扬"
_WEIGHTS: Final = {"suggestions": 3, "words": 2, "requests": 1}
MOST: Final = 8


class Proposal(Value):
    """A topic, and how often it came up: in suggestions, in owners' words, as requests.

    ``weight`` is 3 x suggestions + 2 x words + requests: what owners say of their own accord
    counts for more. ``samples`` are suggestions that the estate may read.
    """

    topic: str
    weight: int
    suggestions: int = 0
    words: int = 0
    requests: int = 0
    samples: tuple[str, ...] = ()


def proposed(
    counts: Mapping[str, Mapping[str, int]], samples: Iterable[tuple[str, str]]
) -> list[Proposal]:
    """Return the topics worth talking about, the weightiest first.

    ``counts`` are by source (``suggestions``, ``words``, ``requests``) and topic.
    """
    shown = list(samples)
    topics = {topic for found in counts.values() for topic in found} - {_PRAISE}
    made = [_proposal(topic, counts, shown) for topic in topics]
    return sorted(made, key=lambda one: (one.topic == OTHER, -one.weight, one.topic))[:MOST]


def _proposal(
    topic: str, counts: Mapping[str, Mapping[str, int]], shown: list[tuple[str, str]]
) -> Proposal:
    numbers = {source: counts.get(source, {}).get(topic, 0) for source in _WEIGHTS}
    said = [words for about, words in shown if about == topic and words]
    return Proposal(
        topic=topic,
        weight=sum(_WEIGHTS[source] * number for source, number in numbers.items()),
        suggestions=numbers["suggestions"],
        words=numbers["words"],
        requests=numbers["requests"],
        samples=tuple(said[:3]),
    )
