"""Turn a model into the bytes of one file and back, without pickled objects."""

import io
import zipfile
from typing import Final

import numpy as np

from services.router.domain.classify.linear import LinearModel

FORMAT: Final = 1


def to_bytes(model: LinearModel) -> bytes:
    """Return the model as an ``.npz`` archive."""
    target = io.BytesIO()
    words = "\n".join(sorted(model.vocabulary, key=model.vocabulary.__getitem__))
    np.savez_compressed(
        target,
        format=np.array(FORMAT),
        labels=np.array(model.labels),
        vocabulary=np.frombuffer(words.encode(), np.uint8),
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
    except (ValueError, OSError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(f"no model: {error}") from error
