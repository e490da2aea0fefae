"""Find the words of a list in a text: the longest at each place."""

from collections import defaultdict
from collections.abc import Iterable, Iterator


class Finder:
    """Knows a list of words; looking takes time by the length of the text, not of the list.

    ``inner`` words are found inside ``open`` words as well: 电梯 in 关在电梯.
    """

    __slots__ = ("_inner", "_lengths", "_open", "_words")

    def __init__(
        self, words: Iterable[str], opened: Iterable[str] = (), inner: Iterable[str] = ()
    ) -> None:
        self._words = frozenset(words)
        self._open = frozenset(opened)
        self._inner = frozenset(inner)
        lengths: dict[str, set[int]] = defaultdict(set)
        for word in self._words:
            lengths[word[0]].add(len(word))
        self._lengths = {first: tuple(sorted(found)[::-1]) for first, found in lengths.items()}

    def __call__(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where each word begins and ends."""
        start = 0
        for place, first in enumerate(text):
            if place < start or first not in self._lengths:
                continue
            word = self._longest(text, place, self._words)
            if word:
                start = place + len(word)
                yield place, start
                if word in self._open:
                    yield from self._within(text, place + 1, start)

    def _longest(self, text: str, place: int, words: frozenset[str]) -> str:
        for length in self._lengths.get(text[place], ()):
            word = text[place : place + length]
            if word in words:
                return word
        return ""

    def _within(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        for place in range(start, end):
            word = self._longest(text, place, self._inner)
            if word and place + len(word) <= end:
                yield place, place + len(word)
