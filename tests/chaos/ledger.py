"""Write down what people asked for and what was acknowledged: their side of the story."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

_LETTERS: Final = str.maketrans("0123456789", "abcdefghij")
_MARK: Final = re.compile(r"\[([a-j]{6})\]")


def mark_of(number: int) -> str:
    """Return six letters that stand in the text of the ``number``-th thing asked for."""
    return f"{number:06d}".translate(_LETTERS)


def mark_in(text: str) -> str | None:
    """Return the mark in a request's text."""
    found = _MARK.search(text)
    return found[1] if found else None


@dataclass(slots=True, frozen=True, kw_only=True)
class Step:
    """A move that was acknowledged to the member of staff who made it."""

    request_id: str
    what: str
    by: str


@dataclass(slots=True)
class Ledger:
    """``asked`` holds by mark who waits to be told; ``acknowledged`` the number they were given.

    ``wrong`` are answers that no kill explains: a refusal, a bug, another number for a repeat.
    """

    asked: dict[str, str] = field(default_factory=dict)
    acknowledged: dict[str, str] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    given_up: int = 0
    repeats: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def acknowledge(self, mark: str, number: str) -> None:
        """Note the number that somebody was given; a repeat must bring the same."""
        before = self.acknowledged.setdefault(mark, number)
        if before != number:
            self.wrong.append(f"{mark}: first {before}, then {number}")
