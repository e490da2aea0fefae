"""Learn from corrections, and see on messages held out whether that did any good."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from services.router.domain.classify.engine import Classifier
from services.router.domain.classify.examples import Example
from services.router.domain.classify.learning import learn
from services.router.domain.classify.linear import LinearModel
from services.router.domain.classify.measure import macro_f1, scores
from shared.contracts.words import Urgency

HELD_OUT: Final = 5  # one message in so many is kept back
ALLOWED: Final = 0.003  # by so much chance alone moves a figure


@dataclass(slots=True, frozen=True, kw_only=True)
class Figures:
    """How well a model does on the messages held out."""

    category_f1: float
    urgency_f1: float
    urgent_recall: float
    messages: int


@dataclass(slots=True, frozen=True, kw_only=True)
class Trial:
    """A model of samples and corrections; ``without`` are the figures of samples alone."""

    model: LinearModel
    samples: int
    corrections: int
    figures: Figures
    without: Figures

    @property
    def no_worse(self) -> bool:
        """Tell whether the corrections did no harm."""
        pairs = (
            (self.figures.category_f1, self.without.category_f1),
            (self.figures.urgency_f1, self.without.urgency_f1),
            (self.figures.urgent_recall, self.without.urgent_recall),
        )
        return all(new >= old - ALLOWED for new, old in pairs)


def try_out(samples: Sequence[Example], corrections: Sequence[Example]) -> Trial:
    """Return a model of everything, with figures of its like that knew a part only."""
    everything = [*samples, *corrections]
    kept_back = [one for one in everything if _held_out(one)]
    known = [one for one in samples if not _held_out(one)]
    more = [one for one in corrections if not _held_out(one)]
    return Trial(
        model=learn(everything),
        samples=len(samples),
        corrections=len(corrections),
        figures=_figures(learn([*known, *more]), kept_back),
        without=_figures(learn(known), kept_back),
    )


def _held_out(example: Example) -> bool:
    return crc32(example.text.encode()) % HELD_OUT == 0


def _figures(model: LinearModel, messages: Sequence[Example]) -> Figures:
    classifier = Classifier(model)
    answers = [classifier(one.text) for one in messages]
    urgencies = [(m.urgency.value, a.urgency.value) for m, a in zip(messages, answers, strict=True)]
    categories = [
        (m.category.value, a.category.value) for m, a in zip(messages, answers, strict=True)
    ]
    urgent = [one.recall for one in scores(urgencies) if one.label == Urgency.URGENT]
    return Figures(
        category_f1=round(macro_f1(categories), 4),
        urgency_f1=round(macro_f1(urgencies), 4),
        urgent_recall=round(urgent[0], 4) if urgent else 1.0,
        messages=len(messages),
    )
