"""Tell in words that people read why a message was classified so."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from services.router.domain.classify.lexicon import WORDS
from services.router.domain.classify.linear import Judgement
from services.router.domain.classify.reading import Reading
from services.router.domain.classify.urgency import RANK, Raised
from shared.contracts.words import Category, Urgency

MOST: Final = 3
LOUDEST: Final = 12
NAMES: Final[Mapping[Category | Urgency, str]] = {
    Category.REPAIR: "房屋维修",
    Category.SANITATION: "环境卫生",
    Category.SECURITY: "安保秩序",
    Category.NEIGHBOUR: "邻里噪音",
    Category.FEES: "收费",
    Category.SERVICE: "物业服务",
    Category.OTHER: "其他",
    Urgency.URGENT: "紧急",
    Urgency.IMPORTANT: "重要",
    Urgency.GENERAL: "一般",
}


def reasons(
    reading: Reading, judged: Judgement, category: Category, urgency: Urgency
) -> Iterator[str]:
    """Yield the rules that spoke, gravest first, then the words, then what was learnt."""
    ordered = sorted(reading.raised, key=lambda one: -RANK[one.urgency])
    yield from list(dict.fromkeys(_line(one, urgency) for one in ordered))[:MOST]
    spoke = _whole(
        hit.word.text
        for clause in reading.clauses
        for hit in clause.hits
        for topic, _ in hit.word.topics
        if topic is category
    )
    if spoke:
        yield f"提到{'、'.join(spoke)},属于{NAMES[category]}"
    for label in (category, urgency):
        learnt = _whole(judged.speaking(label, LOUDEST))
        if learnt:
            yield f"按以往的诉求,{'、'.join(learnt)}多为{NAMES[label]}"


def _line(one: Raised, urgency: Urgency) -> str:
    """Say what a rule heard, and how urgent that leaves it beside the answer given."""
    told = min(one.urgency, urgency, key=RANK.__getitem__)
    words = _whole(one.spoken.words)
    heard = f"(提到{'、'.join(words)})" if words else ""
    note = "" if told is one.spoken.rule.urgency else ",但不是正在发生"
    level = "" if told is Urgency.GENERAL else f",判为{NAMES[told]}"
    return f"{one.spoken.rule.says}{heard}{note}{level}"


def _whole(parts: Iterable[str]) -> list[str]:
    """Return the words of the lexicon among ``parts``, none within another, the first three."""
    known = dict.fromkeys(part.strip() for part in parts if part.strip() in WORDS)
    words = [word for word in known if len(word) > 1 and not word.isascii()]
    return [one for one in words if not any(one != more and one in more for more in words)][:MOST]
