"""Choose how much a mistake counts in training, by texts held out."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from services.router.domain.classify.descent import SEED, Vector, descend
from services.router.domain.classify.linear import Floats
from services.router.domain.classify.measure import macro_f1

HELD_OUT: Final = 5  # one text in so many


def best_cost(
    costs: Sequence[float], vectors: Sequence[Vector], signs: Floats, shape: tuple[int, ...]
) -> float:
    """Return the cost whose model has the best macro-F1 on texts that it was not shown."""
    order = np.random.default_rng(SEED).permutation(len(vectors)).tolist()
    kept = order[::HELD_OUT]
    shown = sorted(set(order) - set(kept))

    def f1(cost: float) -> float:
        weights = np.zeros(shape, np.float32)
        descend(weights, [vectors[at] for at in shown], signs[shown], cost)
        pairs = [(_label(signs[at]), _label(_margins(vectors[at], weights))) for at in kept]
        return macro_f1(pairs)

    return max(costs, key=f1)


def _margins(vector: Vector, weights: Floats) -> Floats:
    places, values = vector
    margins: Floats = values @ weights[places]
    return margins


def _label(margins: Floats) -> str:
    return str(margins.argmax())
