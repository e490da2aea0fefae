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
    parts: Floats

    def best(self) -> str:
        """Return the label with the greatest margin; the first of equals."""
        return max(self.margins, key=self.margins.__getitem__)

    def lead(self) -> float:
        """Return how far the best label is before the second."""
        ordered = sorted(self.margins.values(), reverse=True)
        return ordered[0] - ordered[1] if len(ordered) > 1 else 1.0

    def speaking(self, label: str, number: int = 5) -> list[str]:
        """Return the features that spoke loudest for ``label``."""
        parts = self.parts[:, list(self.margins).index(label)]
        return [self.features[at] for at in np.argsort(-parts)[:number] if parts[at] > 0]


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
        found = [*map(self.vocabulary.get, counts)]
        known = [word for word, at in zip(counts, found, strict=True) if at is not None]
        places = np.array([at for at in found if at is not None], np.intp)
        values = np.array([*map(counts.__getitem__, known)], np.float32)
        values = (1 + np.log(values)) * self.idf[places]
        length = float(np.sqrt(values @ values))
        return known, places, values / length if length else values

    def judge(self, counts: Mapping[str, int]) -> Judgement:
        """Return the margins of a text given as feature counts."""
        known, places, values = self.vector(counts)
        parts = self.weights[places] * values[:, None]
        margins = (parts.sum(axis=0) + self.weights[-1]).tolist()
        return Judgement(
            margins=dict(zip(self.labels, margins, strict=True)), features=known, parts=parts
        )
