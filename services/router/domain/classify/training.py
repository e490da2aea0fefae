"""Train a linear model: one L2-loss support vector machine a label, by dual coordinate descent.

The method is Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM" (2008),
taken for all labels at once since they share the features of a text.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from services.router.domain.classify.linear import Floats, LinearModel

ROUNDS: Final = 20
COST: Final = 1.0
RARE: Final = 2  # a feature of fewer texts than this is left out
SEED: Final = 20240501
TOLERANCE: Final = 1e-3

Vector = tuple[NDArray[np.intp], Floats]


def train(
    counted: Sequence[Mapping[str, int]], labels: Sequence[str], cost: float = COST
) -> LinearModel:
    """Return the model for texts given as feature counts; the same data give the same model."""
    names = tuple(sorted(set(labels)))
    vocabulary, idf = _vocabulary(counted)
    empty = LinearModel(
        labels=names,
        vocabulary=vocabulary,
        idf=idf,
        weights=np.zeros((len(vocabulary) + 1, len(names)), np.float32),
        fingerprint=fingerprint(counted, labels),
    )
    vectors = [_with_bias(empty.vector(counts), len(vocabulary)) for counts in counted]
    signs = np.where(np.array(labels)[:, None] == np.array(names)[None, :], 1.0, -1.0)
    _descend(empty.weights, vectors, signs.astype(np.float32), cost)
    return empty


def fingerprint(counted: Sequence[Mapping[str, int]], labels: Sequence[str]) -> str:
    """Return a name for the data, the same whatever machine computes it."""
    digest = hashlib.sha256()
    for counts, label in zip(counted, labels, strict=True):
        digest.update(f"{label}\x1f{sorted(counts.items())}\x1e".encode())
    return digest.hexdigest()[:16]


def _vocabulary(counted: Sequence[Mapping[str, int]]) -> tuple[dict[str, int], Floats]:
    texts = Counter(word for counts in counted for word in counts)
    words = sorted(word for word, number in texts.items() if number >= RARE and "\n" not in word)
    idf = [np.log((1 + len(counted)) / (1 + texts[word])) + 1 for word in words]
    return {word: at for at, word in enumerate(words)}, np.array(idf, np.float32)


def _with_bias(vector: Vector, bias: int) -> Vector:
    places, values = vector
    return np.append(places, bias), np.append(values, np.float32(1))


def _descend(weights: Floats, vectors: Sequence[Vector], signs: Floats, cost: float) -> None:
    """Improve ``weights`` in place until a round changes next to nothing."""
    alphas = np.zeros_like(signs)
    ridge = np.float32(0.5 / cost)
    order = np.random.default_rng(SEED)
    squares = [float(values @ values) + ridge for _, values in vectors]
    for _ in range(ROUNDS):
        moved = 0.0
        for at in order.permutation(len(vectors)):
            places, values = vectors[at]
            gradient = signs[at] * (values @ weights[places]) - 1 + ridge * alphas[at]
            fresh = np.maximum(alphas[at] - gradient / squares[at], 0)
            step = (fresh - alphas[at]) * signs[at]
            alphas[at] = fresh
            weights[places] += values[:, None] * step
            moved = max(moved, float(np.abs(step).max()))
        if moved < TOLERANCE:
            return
