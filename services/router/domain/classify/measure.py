"""Measure answers against the right ones: macro-F1, recall, precision, a confusion table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

Pairs = Sequence[tuple[str, str]]


@dataclass(slots=True, frozen=True, kw_only=True)
class Score:
    """How well one label was found."""

    label: str
    precision: float
    recall: float
    f1: float
    number: int


def scores(pairs: Pairs) -> list[Score]:
    """Return a score for each label of ``pairs`` (right answer, answer given)."""
    labels = sorted({label for pair in pairs for label in pair})
    return [_score(label, pairs) for label in labels]


def macro_f1(pairs: Pairs) -> float:
    """Return the mean F1 of all labels, each counting the same."""
    found = scores(pairs)
    return sum(one.f1 for one in found) / len(found) if found else 0.0


def confusion(pairs: Pairs) -> list[str]:
    """Return a table as lines: right answers down, answers given across."""
    labels = sorted({label for pair in pairs for label in pair})
    counts = Counter(pairs)
    head = " " * 12 + "".join(f"{label[:10]:>11}" for label in labels)
    rows = [
        f"{right:<12}" + "".join(f"{counts[right, given]:>11}" for given in labels)
        for right in labels
    ]
    return [head, *rows]


def calibration(answers: Sequence[tuple[float, bool]]) -> list[str]:
    """Return for each band of confidence how many answers fell there and how many were right."""
    bands: dict[int, list[bool]] = {}
    for confidence, right in answers:
        bands.setdefault(min(int(confidence * 10), 9), []).append(right)
    return [
        f"{band / 10:.1f}-{(band + 1) / 10:.1f} {len(found):>7} answers"
        f" {sum(found) / len(found):>7.3f} right"
        for band, found in sorted(bands.items())
    ]


def _score(label: str, pairs: Pairs) -> Score:
    hits = sum(right == given == label for right, given in pairs)
    given = sum(answer == label for _, answer in pairs)
    number = sum(right == label for right, _ in pairs)
    return Score(
        label=label,
        precision=hits / given if given else 0.0,
        recall=hits / number if number else 0.0,
        f1=2 * hits / (given + number) if given + number else 0.0,
        number=number,
    )
