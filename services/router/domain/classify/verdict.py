"""What the classifier says of one message, and why."""

from dataclasses import dataclass

from shared.contracts.event import Place
from shared.contracts.words import Category, Urgency


@dataclass(slots=True, frozen=True, kw_only=True)
class Verdict:
    """Category and urgency with the words that spoke; ``confidence`` is between 0 and 1."""

    category: Category
    urgency: Urgency
    place: Place | None
    confidence: float
    reasons: tuple[str, ...]
