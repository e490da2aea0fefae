"""What a message is about, how urgent it is and where, with reasons: ``classify``."""

from functools import cache

from services.router.domain.classify.engine import Classifier
from services.router.domain.classify.shipped import shipped
from services.router.domain.classify.verdict import Verdict

__all__ = ["Classifier", "Verdict", "classify"]


@cache
def _classifier() -> Classifier:
    return Classifier(shipped())


def classify(text: str, buildings: frozenset[str] = frozenset()) -> Verdict:
    """Classify ``text`` with the model that comes with the code."""
    return _classifier()(text, buildings)
