"""Train a linear model: one L2-loss support vector machine a label, by dual coordinate descent.

The method is Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM" (2008),
taken for all labels at once since they share the features of a text.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
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
Counted = Sequence[Mapping[str, int]]
Labels = Sequence[Collection[str]]


def train(counted: Counted, labels: Labels, cost: float = COST) -> LinearModel:
    """Return the model for texts given as feature counts, each with one or more labels.

    The same texts in the same order give the same model.
    """
    names = tuple(sorted({name for some in labels for name in some}))
    vocabulary, idf = _vocabulary(counted)
    model = LinearModel(
        labels=names,
        vocabulary=vocabulary,
        idf=idf,
        weights=np.zeros((len(vocabulary) + 1, len(names)), np.float32),
        fingerprint=fingerprint(counted, labels),
    )
    vectors = [_with_bias(*model.vector(counts)[1:], len(vocabulary)) for counts in counted]
    signs = np.array([[1 if name in some else -1 for name in names] for some in labels], np.float32)
    _descend(model.weights, vectors, signs, cost)
    return model


def fingerprint(counted: Counted, labels: Labels) -> str:
    """Return a name for the data, the same whatever machine computes it."""
    digest = hashlib.sha256()
    for counts, some in zip(counted, labels, strict=True):
        digest.update(f"{sorted(some)}{sorted(counts.items())}".encode())
    return digest.hexdigest()[:16]


def _vocabulary(counted: Counted) -> tuple[dict[str, int], Floats]:
    texts = Counter(word for counts in counted for word in counts)
    words = sorted(word for word, number in texts.items() if number >= RARE and "\n" not in word)
    idf = [np.log((1 + len(counted)) / (1 + texts[word])) + 1 for word in words]
    return {word: at for at, word in enumerate(words)}, np.array(idf, np.float32)


def _with_bias(places: NDArray[np.intp], values: Floats, bias: int) -> Vector:
    return np.append(places, bias), np.append(values, np.float32(1))


def _descend(weights: Floats, vectors: Sequence[Vector], signs: Floats, cost: float) -> None:
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
