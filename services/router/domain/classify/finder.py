"""Find the words of a list in a text: the longest at each place."""

from collections import defaultdict
from collections.abc import Iterable


class Finder:
    """Knows a list of words; looking takes time by the length of the text, not of the list.

    ``inner`` words are found inside ``opened`` words as well: 电梯 in 关在电梯.
    """

    __slots__ = ("_firsts", "_inner", "_lengths", "_open", "_words")

    def __init__(
        self, words: Iterable[str], opened: Iterable[str] = (), inner: Iterable[str] = ()
    ) -> None:
        self._words = frozenset(words)
        self._open = frozenset(opened)
        self._inner = frozenset(inner)
        lengths: dict[str, set[int]] = defaultdict(set)
        for word in self._words:
            lengths[word[:2]].add(len(word))
            if word[0] in self._words:
                lengths[word[:2]].add(1)
        self._firsts = frozenset(word[0] for word in self._words)
        self._lengths = {begin: tuple(sorted(found)[::-1]) for begin, found in lengths.items()}

    def __call__(self, text: str) -> list[tuple[int, int]]:
        """Return where each word begins and ends."""
        found: list[tuple[int, int]] = []
        firsts, lengths, words = self._firsts, self._lengths, self._words
        start = 0
        for place, first in enumerate(text):
            if place < start or first not in firsts:
                continue
            for length in lengths.get(text[place : place + 2]) or lengths.get(first, ()):
                word = text[place : place + length]
                if word in words:
                    start = place + len(word)
                    found.append((place, start))
                    if word in self._open:
                        found += self._within(word, place)
                    break
        return found

    def _within(self, word: str, offset: int) -> list[tuple[int, int]]:
        return [
            (offset + start, offset + start + length)
            for start in range(1, len(word) - 1)
            for length in self._lengths.get(word[start : start + 2], ())
            if word[start : start + length] in self._inner and start + length <= len(word)
        ]
