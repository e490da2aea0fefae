"""Load the model that comes with the code, trained by ``python -m services.router learn``."""

from pathlib import Path
from typing import Final

from services.router.domain.classify.archive import from_bytes
from services.router.domain.classify.linear import LinearModel

PATH: Final = Path(__file__).with_name("model.npz")


def shipped() -> LinearModel:
    """Return the model that stands beside this file."""
    return from_bytes(PATH.read_bytes())
