"""Read from requests what the classifier said, and what people have made of it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.router.domain.classify.examples import Example
from services.router.domain.history import Entry
from services.router.domain.request import Request
from shared.contracts.words import Category, Urgency

JUDGED: Final = frozenset({"confirm", "reclassify"})
SOMEBODY: Final = "某人"
_NUMBER: Final = re.compile(r"(?<!\d)(?:\+?\d[\d\- ]{6,}\d|[A-Za-z][A-Za-z0-9_\-]{8,})")


@dataclass(slots=True, frozen=True, kw_only=True)
class Judged:
    """One answer of the classifier that a person has confirmed or corrected.

    ``text`` names nobody and has no number by which somebody could be reached.
    """

    text: str
    was_category: Category
    was_urgency: Urgency
    category: Category
    urgency: Urgency
    by: str
    at: datetime

    @property
    def example(self) -> Example:
        """Return what there is to learn from it."""
        return Example(text=self.text, category=self.category, urgency=self.urgency)


@dataclass(slots=True, frozen=True, kw_only=True)
class Accuracy:
    """Of how many confirmed answers the category, the urgency and both were right."""

    confirmed: int
    category: int
    urgency: int
    both: int


def judged(request: Request) -> Judged | None:
    """Return what a person has made of the first answer; None while nobody has looked."""
    looks = [entry for entry in request.history if entry.what in JUDGED and entry.by]
    if not looks or request.classified_by is None:
        return None
    return Judged(
        text=nameless(request.text, request.reporter.name),
        was_category=Category(_first(looks, "category") or request.category),
        was_urgency=Urgency(_first(looks, "urgency") or request.urgency),
        category=request.category,
        urgency=request.urgency,
        by=request.classified_by,
        at=looks[-1].at,
    )


def nameless(text: str, name: str | None) -> str:
    """Take numbers to reach somebody by, and the reporter's name, out of a text."""
    plain = _NUMBER.sub(" ", text)
    return plain.replace(name, SOMEBODY) if name and len(name) > 1 else plain


def accuracy(found: Sequence[Judged]) -> Accuracy:
    """Count how often the first answer stood."""
    category = [one.was_category is one.category for one in found]
    urgency = [one.was_urgency is one.urgency for one in found]
    both = [c and u for c, u in zip(category, urgency, strict=True)]
    return Accuracy(
        confirmed=len(found), category=sum(category), urgency=sum(urgency), both=sum(both)
    )


def _first(looks: Iterable[Entry], field: str) -> str | None:
    return next((entry.before[field] for entry in looks if field in entry.before), None)
