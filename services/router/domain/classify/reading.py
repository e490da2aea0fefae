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

_FORMALITIES: Final = re.compile(
    r"(?:尊敬的|各位|敬爱的)?[^,。:;!?\n]{0,10}(?:领导|书记|市长|县长|区长|局长|厅长|负责人)(?:们)?"
    r"(?:,|:)?(?:您好|你好|你们好|大家好)?[,:!。]*|[您你]们?好[,:!。]*|(?<![a-z0-9])[a-z]\d*[市区县]"
)
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
        """Return what follows the first sentence, without salutations."""
        return _FORMALITIES.sub("", self.plain[len(self.title) :])


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
