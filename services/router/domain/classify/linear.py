"""A linear model over character sequences: light to run, and able to say why."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
FORMAT: Final = 1


@dataclass(slots=True, frozen=True, kw_only=True)
class Judgement:
    """The label of a text, the lead over the second, and the features that spoke for it."""

    label: str
    margins: Mapping[str, float]
    lead: float
    words: tuple[str, ...]


@dataclass(slots=True, frozen=True, kw_only=True)
class LinearModel:
    """TF-IDF weights and one separating plane a label; the last row of ``weights`` is the bias."""

    labels: tuple[str, ...]
    vocabulary: Mapping[str, int]
    idf: Floats
    weights: Floats
    fingerprint: str

    def vector(self, counts: Mapping[str, int]) -> tuple[NDArray[np.intp], Floats]:
        """Return the known features of a text, of unit length, sublinear in their counts."""
        known = [
            (at, count) for word, count in counts.items()
            if (at := self.vocabulary.get(word)) is not None
        ]
        places = np.fromiter((at for at, _ in known), np.intp, len(known))
        values = np.fromiter((count for _, count in known), np.float32, len(known))
        values = (1 + np.log(values)) * self.idf[places]
        length = float(np.sqrt(values @ values))
        return places, values / length if length else values

    def judge(self, counts: Mapping[str, int], words: int = 5) -> Judgement:
        """Return the label of a text given as feature counts."""
        places, values = self.vector(counts)
        parts = self.weights[places] * values[:, None]
        margins = parts.sum(axis=0) + self.weights[-1]
        order = np.argsort(-margins)
        best = int(order[0])
        lead = float(margins[best] - margins[int(order[1])]) if len(order) > 1 else 1.0
        return Judgement(
            label=self.labels[best],
            margins=dict(zip(self.labels, map(float, margins), strict=True)),
            lead=lead,
            words=self._loudest(counts, parts[:, best], words),
        )

    def _loudest(self, counts: Mapping[str, int], parts: Floats, words: int) -> tuple[str, ...]:
        if not words:
            return ()
        known = [word for word in counts if word in self.vocabulary]
        return tuple(known[at] for at in np.argsort(-parts)[:words] if parts[at] > 0)


def to_bytes(model: LinearModel) -> bytes:
    """Return the model as an ``.npz`` archive without pickled objects."""
    target = io.BytesIO()
    vocabulary = "\n".join(sorted(model.vocabulary, key=model.vocabulary.__getitem__))
    np.savez_compressed(
        target,
        format=np.array(FORMAT),
        labels=np.array(model.labels),
        vocabulary=np.frombuffer(vocabulary.encode(), np.uint8),
        idf=model.idf.astype(np.float16),
        weights=model.weights.astype(np.float16),
        fingerprint=np.array(model.fingerprint),
    )
    return target.getvalue()


def from_bytes(archive: bytes) -> LinearModel:
    """Read what ``to_bytes`` wrote; raises ``ValueError`` for anything else."""
    try:
        stored = np.load(io.BytesIO(archive), allow_pickle=False)
        words = stored["vocabulary"].tobytes().decode().split("\n")
        return LinearModel(
            labels=tuple(map(str, stored["labels"])),
            vocabulary={word: at for at, word in enumerate(words)},
            idf=stored["idf"].astype(np.float32),
            weights=stored["weights"].astype(np.float32),
            fingerprint=str(stored["fingerprint"]),
        )
    except (OSError, KeyError, EOFError) as error:
        raise ValueError(f"no model: {error}") from error
