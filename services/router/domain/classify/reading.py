"""Read one message by the rules: its clauses, what they raise, and the score of each category."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.router.domain.classify.category import weigh
from services.router.domain.classify.clauses import Clause, clauses
from services.router.domain.classify.normalise import normalise
from services.router.domain.classify.rules import spoken
from services.router.domain.classify.urgency import Raised, highest, raised
from shared.contracts.words import Category, Urgency

_TITLE: Final = re.compile(r"[^。!?;\n]*")


@dataclass(slots=True, frozen=True, kw_only=True)
class Reading:
    """A normalised message and what the rules make of it."""

    plain: str
    title: str
    clauses: list[Clause]
    raised: list[Raised]
    scores: Mapping[Category, float]
    urgency: Urgency

    @property
    def body(self) -> str:
        """Return what follows the first sentence."""
        return self.plain[len(self.title) :]


def read(text: str) -> Reading:
    """Read ``text`` by the rules (policy.zh.md 三.2)."""
    plain = normalise(text)
    heard = clauses(plain)
    found = raised(spoken(heard), heard)
    scores = weigh(heard, found)
    title = _TITLE.match(plain)
    return Reading(
        plain=plain,
        title=title[0] if title else "",
        clauses=heard,
        raised=found,
        scores=scores,
        urgency=highest(found, scores),
    )
