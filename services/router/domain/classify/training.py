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
Text = TypeVar("Text")


@dataclass(slots=True, frozen=True)
class Counted(Generic[Text]):
    """Texts that are counted anew each time one goes through them: kept, counts fill memory."""

    texts: Sequence[Text]
    count: Callable[[Text], Counts]

    def __iter__(self) -> Iterator[Counts]:
        return map(self.count, self.texts)


def train(counted: Iterable[Counts], labels: Labels, costs: Sequence[float] = COSTS) -> LinearModel:
    """Return the model for texts given as feature counts, each with one or more labels.

    The same texts in the same order give the same model. ``counted`` is gone through four times.
    Of several ``costs``, how much a mistake counts, the one that does best on texts held out.
    """
    names = tuple(sorted({name for some in labels for name in some}))
    vocabulary, idf = _vocabulary(counted, len(labels))
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
    texts = Counter(word for counts in counted for word in counts if again[hash(word) % SKETCH])
    known = [word for word, of in texts.items() if of >= RARE and "\n" not in word]
    words = sorted(sorted(known, key=lambda word: (-texts[word], word))[:MOST])
    idf = [np.log((1 + number) / (1 + texts[word])) + 1 for word in words]
    return {word: at for at, word in enumerate(words)}, np.array(idf, np.float32)


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
