"""Read the tables beside this file: each word's ideas, and the category it speaks for."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Final

from shared.contracts.words import Category

TABLES: Final = Path(__file__).with_name("tables")
IDEAS: Final = ("things", "states", "themes", "scopes")
STRENGTH: Final[Mapping[str, float]] = {
    "decisive": 6.0,
    "strong": 4.0,
    "plain": 2.0,
    "faint": 0.7,
}

Table = dict[str, dict[str, str]]


@dataclass(slots=True, frozen=True)
class Word:
    """A word of the lexicon: the bits of its ideas, and what it says of the category."""

    text: str
    ideas: int
    topics: tuple[tuple[Category, float], ...]


def table(name: str) -> Table:
    """Read one table; what is no sub-table is left out."""
    return tomllib.loads((TABLES / f"{name}.toml").read_text(encoding="utf-8"))


def _idea_words() -> dict[str, list[str]]:
    return {idea: str(words).split() for name in IDEAS for idea, words in table(name).items()}


IDEA_WORDS: Final = _idea_words()
BIT: Final[Mapping[str, int]] = {idea: 1 << place for place, idea in enumerate(IDEA_WORDS)}


def bits(ideas: Iterable[str]) -> int:
    """Return the ideas as one number."""
    return sum(BIT[idea] for idea in set(ideas))


def mistaken(word: str, alike: Mapping[str, str]) -> Iterator[str]:
    """Yield ``word`` with one character, and no more, mistaken for one that sounds alike."""
    for place, character in enumerate(word):
        for other in alike.get(character, ""):
            yield word[:place] + other + word[place + 1 :]


def _aliases(known: Iterable[str]) -> dict[str, str]:
    sounds = table("homophones")
    refused = {*sounds["words"]["never"].split(), *known}
    pairs = product(sounds["words"]["of"].split(), [sounds["alike"]])
    return {
        alias: word
        for word, alike in pairs
        for alias in mistaken(word, alike)
        if alias not in refused
    }


def _words() -> dict[str, Word]:
    ideas: dict[str, int] = defaultdict(int)
    topics: dict[str, dict[Category, float]] = defaultdict(dict)
    for idea, words in IDEA_WORDS.items():
        for word in words:
            ideas[word] |= BIT[idea]
    for category, strengths in table("topics").items():
        for strength, listed in strengths.items():
            for word in listed.split():
                topics[word].setdefault(Category(category), STRENGTH[strength])
    known = {
        text: Word(text, ideas[text], tuple(topics[text].items())) for text in {*ideas, *topics}
    }
    return known | {alias: known[word] for alias, word in _aliases(known).items() if word in known}


WORDS: Final[Mapping[str, Word]] = _words()
OPEN: Final = frozenset(word for words in table("states").values() for word in str(words).split())
INNER: Final = frozenset(
    word for words in table("things").values() for word in str(words).split() if len(word) > 1
)
