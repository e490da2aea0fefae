"""Learn from corrections, and see on messages held out whether that did any good."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from services.router.domain.classify.engine import Classifier
from services.router.domain.classify.examples import Example
from services.router.domain.classify.learning import learn
from services.router.domain.classify.linear import LinearModel
from services.router.domain.classify.measure import macro_f1, scores
from services.router.domain.classify.verdict import Verdict
from shared.contracts.words import Urgency

HELD_OUT: Final = 5  # one message in so many is kept back
ALLOWED: Final = 0.003  # by so much chance alone moves a figure

Answering = Callable[[str, frozenset[str]], Verdict]


@dataclass(slots=True, frozen=True, kw_only=True)
class Figures:
    """How well a model does on the messages held out."""

    category_f1: float
    urgency_f1: float
    urgent_recall: float
    messages: int


@dataclass(slots=True, frozen=True, kw_only=True)
class Exam:
    """How many corrections that no model is ever shown were answered as people did."""

    category: int
    urgency: int
    urgent_missed: int
    messages: int

    def no_worse_than(self, other: "Exam") -> bool:
        """Tell whether as many answers were right, and no more urgent ones were missed."""
        right = self.category + self.urgency >= other.category + other.urgency
        return right and self.urgent_missed <= other.urgent_missed


@dataclass(slots=True, frozen=True, kw_only=True)
class Trial:
    """A model of samples and corrections, beside what there was before it.

    ``without`` are the figures of samples alone; ``exam`` is the new model's on corrections held
    out, ``active`` that of the model which answers now.
    """

    model: LinearModel
    samples: int
    corrections: int
    figures: Figures
    without: Figures
    exam: Exam
    active: Exam

    @property
    def no_worse(self) -> bool:
        """Tell whether the corrections did no harm, and the new model is as good as the active."""
        pairs = (
            (self.figures.category_f1, self.without.category_f1),
            (self.figures.urgency_f1, self.without.urgency_f1),
            (self.figures.urgent_recall, self.without.urgent_recall),
        )
        harmless = all(new >= old - ALLOWED for new, old in pairs)
        return harmless and self.exam.no_worse_than(self.active)


def try_out(samples: Sequence[Example], corrections: Sequence[Example], active: Answering) -> Trial:
    """Return a model of the samples and four corrections in five, tried on the fifth.

    Corrections that are held out stay so for every model to come, or the next exam were none.
    """
    known = [one for one in samples if not _held_out(one)]
    more = [one for one in corrections if not _held_out(one)]
    exam = [one for one in corrections if _held_out(one)]
    kept_back = [*(one for one in samples if _held_out(one)), *exam]
    model = learn([*samples, *more])
    return Trial(
        model=model,
        samples=len(samples),
        corrections=len(corrections),
        figures=_figures(learn([*known, *more]), kept_back),
        without=_figures(learn(known), kept_back),
        exam=_exam(Classifier(model), exam),
        active=_exam(active, exam),
    )


def _held_out(example: Example) -> bool:
    return crc32(example.text.encode()) % HELD_OUT == 0


def _exam(answering: Answering, messages: Sequence[Example]) -> Exam:
    answers = [(one, answering(one.text, frozenset())) for one in messages]
    urgent = [given.urgency for one, given in answers if one.urgency is Urgency.URGENT]
    return Exam(
        category=sum(given.category is one.category for one, given in answers),
        urgency=sum(given.urgency is one.urgency for one, given in answers),
        urgent_missed=sum(given is not Urgency.URGENT for given in urgent),
        messages=len(answers),
    )


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
