"""Split a message into clauses and find in each the words that count as meant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from services.router.domain.classify.finder import Finder
from services.router.domain.classify.lexicon import BIT, INNER, OPEN, WORDS, Word

READ: Final = 400  # characters; the matter of a message is said before that
NEGATION_REACH: Final = 3
_SENTENCE: Final = re.compile(r"[。!?;\n…！？；]+")
_CLAUSE: Final = re.compile(r"[,，、:：~()（）\"“”—]+|(?<![a-z0-9])\s+|\s+(?![a-z0-9])|\.{2,}")
_FIND: Final = Finder(WORDS, OPEN, INNER)
_LIKENED: Final = BIT["simile"]
_HIDES: Final = BIT["hypothetical"] | BIT["drill"] | BIT["future"]


@dataclass(slots=True)
class Hit:
    """A word of the lexicon where it stands; ``live`` unless denied, supposed or likened."""

    word: Word
    start: int
    end: int
    live: bool = True


@dataclass(slots=True)
class Clause:
    """A stretch between commas; ``heard`` are all its ideas, ``meant`` those of live words."""

    sentence: int
    text: str
    hits: list[Hit]
    heard: int = 0
    meant: int = 0


def clauses(text: str) -> list[Clause]:
    """Return the clauses of a normalised text that hold any word at all."""
    return [
        _clause(number, part)
        for number, sentence in enumerate(_sentences(text))
        for part in _CLAUSE.split(sentence)
        if part
    ]


def _sentences(text: str) -> Iterator[str]:
    return (sentence for sentence in _SENTENCE.split(text[:READ]) if sentence.strip())


def _clause(sentence: int, text: str) -> Clause:
    hits = [Hit(WORDS[text[start:end]], start, end) for start, end in _FIND(text)]
    clause = Clause(sentence, text, hits)
    for hit in hits:
        clause.heard |= hit.word.ideas
    if clause.heard & (_HIDES | _LIKENED | BIT["negator"]):
        _silence(hits)
    for hit in hits:
        clause.meant |= hit.word.ideas if hit.live else 0
    return clause


def _silence(hits: list[Hit]) -> None:
    """Take the life from what is only supposed, denied, or a manner of speaking."""
    supposed = False
    denied_until = -1
    for place, hit in enumerate(hits):
        ideas = hit.word.ideas
        likened = place + 1 < len(hits) and _likens(hit, hits[place + 1])
        hit.live = not (supposed or hit.start <= denied_until or likened)
        supposed = supposed or bool(ideas & _HIDES)
        if ideas & BIT["negator"]:
            denied_until = hit.end + NEGATION_REACH


def _likens(hit: Hit, following: Hit) -> bool:
    return bool(following.word.ideas & _LIKENED) and following.start - hit.end <= 1
