"""Say how urgent what the rules have heard is: now, again and again, long ago, or over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from services.router.domain.classify.clauses import Clause
from services.router.domain.classify.lexicon import BIT
from services.router.domain.classify.rules import Spoken
from shared.contracts.words import Category, Urgency

RANK: Final[Mapping[Urgency, int]] = {
    Urgency.GENERAL: 0,
    Urgency.IMPORTANT: 1,
    Urgency.URGENT: 2,
}
LONG: Final = 90  # characters; who is in danger does not write an essay
CRY: Final = 40  # characters of a sentence that is cried out
_NOW: Final = BIT["now"]
_PRESENT: Final = BIT["now"] | BIT["lasting"]
_PAST: Final = BIT["past"] | BIT["yesterday"]
_NOT_YET: Final = BIT["unresolved"] | BIT["question"] | BIT["wish"] | BIT["negator"]
_ABSTRACT: Final = frozenset({Category.FEES, Category.OTHER, Category.SERVICE})


@dataclass(slots=True, frozen=True, kw_only=True)
class Raised:
    """A rule that has spoken, with the urgency that its circumstances leave to it."""

    spoken: Spoken
    urgency: Urgency


def raised(spoken: Iterable[Spoken], clauses: Sequence[Clause]) -> list[Raised]:
    """Return every rule that spoke with its urgency; the highest of them counts."""
    told = _Told(clauses)
    return [Raised(spoken=one, urgency=told.urgency(one)) for one in spoken]


class _Told:
    """How the message is told: as an alarm, or as a story."""

    __slots__ = ("_chronic", "_clauses", "_essay", "_praise", "_sentences")

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = clauses
        self._sentences: dict[int, int] = {}
        for clause in clauses:
            so_far = self._sentences.get(clause.sentence, 0)
            self._sentences[clause.sentence] = so_far | clause.heard
        everything = _union(self._sentences.values())
        calm = sum(len(clause.text) for clause in clauses if not clause.heard & _NOW)
        self._essay = calm > LONG and bool(everything & BIT["formal"])
        self._chronic = bool(self._sentences.get(0, 0) & BIT["chronic"])
        self._praise = bool(everything & BIT["praise"])

    def urgency(self, one: Spoken) -> Urgency:
        """Return what is left of the rule's urgency."""
        if one.rule.urgency is Urgency.GENERAL or self._over(one):
            return Urgency.GENERAL
        if one.rule.urgency is Urgency.URGENT and self._not_now(one):
            return Urgency.IMPORTANT
        return one.rule.urgency

    def _over(self, one: Spoken) -> bool:
        """Tell whether the message says that the matter is settled."""
        here = self._clauses[one.at]
        if here.heard & _NOW and not _settled(here):
            return False
        following = [
            c for c in self._clauses[one.at : one.at + 4] if c.sentence - here.sentence < 2
        ]
        for clause in following:
            if clause is not here and clause.heard & (_NOW | BIT["unresolved"]):
                return False
            if _settled(clause):
                return True
        return self._praise and not self._sentences[here.sentence] & _NOW

    def _not_now(self, one: Spoken) -> bool:
        here = self._clauses[one.at].heard
        around = self._sentences[self._clauses[one.at].sentence]
        if around & _NOW:
            return False
        if self._essay and not (here | around) & BIT["lasting"]:
            return True
        if here & _PAST and not (one.rule.lasts and not here & BIT["past"]):
            return not around & BIT["lasting"]
        return bool(around & BIT["chronic"] or self._chronic) and not around & BIT["lasting"]


def _settled(clause: Clause) -> bool:
    return bool(clause.meant & BIT["resolved"]) and not clause.heard & _NOT_YET


def _union(ideas: Iterable[int]) -> int:
    union = 0
    for one in ideas:
        union |= one
    return union


def highest(found: Iterable[Raised], scores: Mapping[Category, float]) -> Urgency:
    """Return the highest urgency; what an essay about money or offices mentions does not count."""
    abstract = max(scores[category] for category in _ABSTRACT)
    urgencies = (
        one.urgency
        for one in found
        if one.urgency is Urgency.URGENT
        or one.spoken.rule.category in _ABSTRACT
        or scores[one.spoken.rule.category] >= abstract
    )
    return max(urgencies, key=RANK.__getitem__, default=Urgency.GENERAL)


def alarmed(found: Iterable[Raised], clauses: Sequence[Clause]) -> bool:
    """Tell whether a short sentence is an alarm in itself: an urgent rule and a "now"."""
    sentences: dict[int, list[Clause]] = {}
    for clause in clauses:
        sentences.setdefault(clause.sentence, []).append(clause)
    return any(
        one.urgency is Urgency.URGENT and _cries(sentences[clauses[one.spoken.at].sentence])
        for one in found
    )


def _cries(sentence: Sequence[Clause]) -> bool:
    breath = sum(len(clause.text) for clause in sentence)
    return breath <= CRY and bool(_union(clause.heard for clause in sentence) & BIT["alarm"])
