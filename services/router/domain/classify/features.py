"""Count what a linear model is to know of a text: runs of characters, and what the rules heard."""

from collections import Counter
from functools import lru_cache
from itertools import combinations
from operator import add
from typing import Final

from services.router.domain.classify.lexicon import BIT
from services.router.domain.classify.reading import Reading

READ: Final = 1200  # characters; more say nothing new
LONGEST: Final = 3  # characters of a run; longer ones are too rare to help
TITLE: Final = 80
BODY: Final = 150
HEARD: Final = 12  # clauses whose ideas count
FAINT: Final = 1 / 12  # a category with less of the rules' scores is none that they found
MARK: Final = "\x01"  # begins the name of a feature that is no run of characters


def ngrams(text: str) -> Counter[str]:
    """Return how often each run of 1 to ``LONGEST`` characters occurs."""
    return Counter(_runs(text))


def _runs(text: str) -> list[str]:
    plain = f" {' '.join(text[:READ].lower().split())} "
    runs = longer = list(plain)
    for length in range(1, LONGEST):
        longer = [*map(add, longer, plain[length:])]
        runs = runs + longer
    return runs


def features(reading: Reading) -> Counter[str]:
    """Return the features of a message that the rules have read; its title counts twice."""
    runs = _runs(reading.title[:TITLE])
    body = reading.body
    if body.strip("。!?;\n "):
        runs += [*runs, *_runs(body[:BODY])]
    counts = Counter(runs)
    _count_rules(reading, counts)
    _count_ideas(reading, counts)
    counts[f"{MARK}length{min(len(reading.plain) // 40, 3)}"] = 1
    return counts


def _count_rules(reading: Reading, counts: Counter[str]) -> None:
    for one in reading.raised:
        said = f"{one.spoken.rule.says}{one.urgency}"
        counts[f"{MARK}rule{said}"] = 1
        if reading.clauses[one.spoken.at].sentence == 0:
            counts[f"{MARK}title{said}"] = 1
    first, second = sorted(reading.scores, key=reading.scores.__getitem__)[:-3:-1]
    counts[f"{MARK}first{first}"] = 1
    counts[f"{MARK}second{second}"] = 1
    counts[f"{MARK}urgency{reading.urgency}"] = 1
    whole = sum(reading.scores.values()) or 1.0
    for category, score in reading.scores.items():
        if score > FAINT * whole:
            counts[f"{MARK}share{category}"] = 1


def _count_ideas(reading: Reading, counts: Counter[str]) -> None:
    everywhere = in_title = 0
    for clause in reading.clauses[:HEARD]:
        everywhere |= clause.meant
        in_title |= clause.meant if clause.sentence == 0 else 0
        for together in _together(clause.meant):
            counts[together] = 1
    for idea, bit in BIT.items():
        if everywhere & bit:
            counts[f"{MARK}idea{idea}"] = 1
            if in_title & bit:
                counts[f"{MARK}title{idea}"] = 1


@lru_cache(maxsize=4096)
def _together(ideas: int) -> tuple[str, ...]:
    """Return a feature for each two ideas of one clause: what a word means beside another."""
    heard = [idea for idea, bit in BIT.items() if ideas & bit]
    return tuple(f"{MARK}both{one}+{other}" for one, other in combinations(heard, 2))
