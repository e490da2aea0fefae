"""Count the character sequences of a text, as features for a linear model."""

from collections import Counter
from typing import Final

LENGTHS: Final = (1, 2, 3, 4)
READ: Final = 1200  # characters; more say nothing new


def ngrams(text: str, lengths: tuple[int, ...] = LENGTHS) -> Counter[str]:
    """Return how often each run of 1 to 4 characters occurs; blanks mark word borders."""
    plain = f" {' '.join(text[:READ].lower().split())} "
    counts: Counter[str] = Counter()
    for length in lengths:
        counts.update(plain[at : at + length] for at in range(len(plain) - length + 1))
    return counts
