"""A linear model over counted features: light to run, and able to say why."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(slots=True, frozen=True, kw_only=True)
class Judgement:
    """How far a text is on each label's side, and which features put it there."""

    margins: Mapping[str, float]
    features: list[str]
    values: Floats
    rows: Floats

    def best(self) -> str:
        """Return the label with the greatest margin; the first of equals."""
        return max(self.margins, key=self.margins.__getitem__)

    def lead(self) -> float:
        """Return how far the best label is before the second."""
        ordered = sorted(self.margins.values(), reverse=True)
        return ordered[0] - ordered[1] if len(ordered) > 1 else 1.0

    def speaking(self, label: str, number: int = 5) -> list[str]:
        """Return the features that spoke loudest for ``label``."""
        parts = self.values * self.rows[:, list(self.margins).index(label)]
        least = np.partition(parts, -number)[-number] if len(parts) > number else 0
        loud = np.flatnonzero((parts > 0) & (parts >= least)).tolist()
        return [self.features[at] for at in sorted(loud, key=lambda at: -parts[at])[:number]]


@dataclass(slots=True, frozen=True, kw_only=True)
class LinearModel:
    """TF-IDF weights and one separating plane a label; the last row of ``weights`` is the bias."""

    labels: tuple[str, ...]
    vocabulary: Mapping[str, int]
    idf: Floats
    weights: Floats
    fingerprint: str

    def vector(self, counts: Mapping[str, int]) -> tuple[list[str], NDArray[np.intp], Floats]:
        """Return the known features, their places, and values of unit length."""
        known = [*filter(self.vocabulary.__contains__, counts)]
        places = np.fromiter(map(self.vocabulary.__getitem__, known), np.intp, len(known))
        values = np.fromiter(map(counts.__getitem__, known), np.float32, len(known))
        values = (1 + np.log(values)) * self.idf[places]
        length = float(np.sqrt(values @ values))
        return known, places, values / length if length else values

    def judge(self, counts: Mapping[str, int]) -> Judgement:
        """Return the margins of a text given as feature counts."""
        known, places, values = self.vector(counts)
        rows = self.weights[places]
        margins = (values @ rows + self.weights[-1]).tolist()
        return Judgement(
            margins=dict(zip(self.labels, margins, strict=True)),
            features=known,
            values=values,
            rows=rows,
        )
