"""Learn category and urgency from messages with their answers: ours, and corrections by staff."""

from collections.abc import Sequence
from typing import Final

from services.router.domain.classify.examples import Example
from services.router.domain.classify.features import features
from services.router.domain.classify.linear import LinearModel
from services.router.domain.classify.reading import read
from services.router.domain.classify.training import fingerprint, train

COST: Final = 4.0


def learn(examples: Sequence[Example]) -> LinearModel:
    """Return the model that joins the rules, trained on ``examples``."""
    return train([features(read(one.text)) for one in examples], _labels(examples), COST)


def fingerprint_of(examples: Sequence[Example]) -> str:
    """Return what ``learn`` would sign a model of these examples with."""
    return fingerprint([features(read(one.text)) for one in examples], _labels(examples))


def _labels(examples: Sequence[Example]) -> list[tuple[str, str]]:
    return [(one.category.value, one.urgency.value) for one in examples]
