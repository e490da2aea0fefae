"""Train a linear model on labelled texts, in little memory."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from services.router.domain.classify.choosing import best_cost
from services.router.domain.classify.descent import Vector, descend
from services.router.domain.classify.linear import Floats, LinearModel

COSTS: Final = (1.0,)
RARE: Final = 2  # a feature of fewer texts than this is left out
MOST: Final = 1 << 18  # features that are kept, those of most texts first
SKETCH: Final = 1 << 24  # places to note that a feature was seen; two may share one

Labels = Sequence[Collection[str]]
Counts = Mapping[str, int]
Weight = Callable[[str], float]
Text = TypeVar("Text")


@dataclass(slots=True, frozen=True)
class Counted(Generic[Text]):
    """Texts that are counted anew each time one goes through them: kept, counts fill memory."""

    texts: Sequence[Text]
    count: Callable[[Text], Counts]

    def __iter__(self) -> Iterator[Counts]:
        return map(self.count, self.texts)


def alike(_feature: str) -> float:
    """Weigh every feature the same."""
    return 1.0


def train(
    counted: Iterable[Counts],
    labels: Labels,
    costs: Sequence[float] = COSTS,
    weight: Weight = alike,
) -> LinearModel:
    """Return the model for texts given as feature counts, each with one or more labels.

    The same texts in the same order give the same model. ``counted`` is gone through four times,
    more often if it has so many features that they are counted in shares.
    Of several ``costs``, how much a mistake counts, the one that does best on texts held out.
    A feature of less ``weight`` is trusted less beside the others.
    """
    names = tuple(sorted({name for some in labels for name in some}))
    vocabulary, idf = _vocabulary(counted, len(labels))
    idf *= np.fromiter(map(weight, vocabulary), np.float32, len(vocabulary))
    model = LinearModel(
        labels=names,
        vocabulary=vocabulary,
        idf=idf,
        weights=np.zeros((len(vocabulary) + 1, len(names)), np.float32),
        fingerprint=fingerprint(counted, labels),
    )
    vectors = [_with_bias(*model.vector(counts)[1:], len(vocabulary)) for counts in counted]
    signs = np.array([[1 if name in some else -1 for name in names] for some in labels], np.float32)
    cost = costs[0] if len(costs) == 1 else best_cost(costs, vectors, signs, model.weights.shape)
    descend(model.weights, vectors, signs, cost)
    return model


def fingerprint(counted: Iterable[Counts], labels: Labels) -> str:
    """Return a name for the data, the same whatever machine computes it."""
    digest = hashlib.sha256()
    for counts, some in zip(counted, labels, strict=True):
        digest.update(f"{sorted(some)}{sorted(counts.items())}".encode())
    return digest.hexdigest()[:16]


def _vocabulary(counted: Iterable[Counts], number: int) -> tuple[dict[str, int], Floats]:
    again = _seen_again(counted)
    shares = 1 + int(again.sum()) // MOST
    known: list[tuple[int, str]] = []
    for share in range(shares):
        known = sorted([*known, *_frequent(counted, again, shares, share)])[:MOST]
    words = [word for _, word in known]
    idf = [np.log((1 + number) / (1 - less)) + 1 for less, _ in known]
    return {word: at for at, word in enumerate(words)}, np.array(idf, np.float32)


def _frequent(
    counted: Iterable[Counts], again: NDArray[np.bool_], shares: int, share: int
) -> Iterator[tuple[int, str]]:
    """Yield one share of the features of several texts, each with their number below zero."""
    texts = Counter(
        word
        for counts in counted
        for word in counts
        if again[hash(word) % SKETCH] and hash(word) % shares == share
    )
    return ((-of, word) for word, of in texts.items() if of >= RARE and "\n" not in word)


def _seen_again(counted: Iterable[Counts]) -> NDArray[np.bool_]:
    """Return where features fall that two texts may share, so that the others take no room."""
    once, again = np.zeros(SKETCH, np.bool_), np.zeros(SKETCH, np.bool_)
    for counts in counted:
        places = np.fromiter(map(hash, counts), np.int64, len(counts)) % SKETCH
        again[places[once[places]]] = True
        once[places] = True
    return again


def _with_bias(places: NDArray[np.intp], values: Floats, bias: int) -> Vector:
    return np.append(places, bias).astype(np.int32), np.append(values, np.float32(1))
