"""Find the planes that part the labels: one L2-loss support vector machine each.

The method is Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM" (2008),
taken for all labels at once since they share the features of a text.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from services.router.domain.classify.linear import Floats

ROUNDS: Final = 20
SEED: Final = 20240501
TOLERANCE: Final = 1e-3

Vector = tuple[NDArray[np.int32], Floats]


def descend(weights: Floats, vectors: Sequence[Vector], signs: Floats, cost: float) -> None:
    """Improve ``weights`` in place until a round changes next to nothing."""
    alphas = np.zeros_like(signs)
    ridge = np.float32(0.5 / cost)
    chance = np.random.default_rng(SEED)
    squares = [np.float32(values @ values) + ridge for _, values in vectors]
    for _ in range(ROUNDS):
        moved = 0.0
        for at in chance.permutation(len(vectors)):
            places, values = vectors[at]
            gradient = signs[at] * (values @ weights[places]) - 1 + ridge * alphas[at]
            fresh = np.maximum(alphas[at] - gradient / squares[at], 0)
            step = (fresh - alphas[at]) * signs[at]
            alphas[at] = fresh
            weights[places] += values[:, None] * step
            moved = max(moved, float(np.abs(step).max()))
        if moved < TOLERANCE:
            return
