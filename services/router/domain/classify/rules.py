"""Say which rules of the table speak in a clause, alone or with its neighbour."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from services.router.domain.classify.clauses import Clause
from services.router.domain.classify.lexicon import BIT, TABLES, bits
from shared.contracts.words import Category, Urgency

OPENING: Final = 3  # sentences at the beginning that are read as one breath


@dataclass(slots=True, frozen=True, kw_only=True)
class Rule:
    """Ideas that mean something when they are heard together (policy.zh.md 三.2)."""

    says: str
    needs: tuple[int, ...]
    bars: int
    category: Category
    weight: float
    urgency: Urgency
    lasts: bool


@dataclass(slots=True, frozen=True, kw_only=True)
class Spoken:
    """A rule that has spoken at clause ``at``, and the words that made it."""

    rule: Rule
    at: int
    words: tuple[str, ...]


def _rule(row: dict[str, Any]) -> Rule:
    return Rule(
        says=row["says"],
        needs=tuple(bits(alternatives.split("|")) for alternatives in row["all"]),
        bars=bits(row.get("unless", ())),
        category=Category(row["category"]),
        weight=float(row["weight"]),
        urgency=Urgency(row.get("urgency", "general")),
        lasts=row.get("lasts", False),
    )


def _rules() -> tuple[Rule, ...]:
    rows = tomllib.loads((TABLES / "rules.toml").read_text(encoding="utf-8"))["rules"]
    return tuple(map(_rule, rows))


RULES: Final = _rules()
_STARTS: Final = {bit: tuple(rule for rule in RULES if rule.needs[0] & bit) for bit in BIT.values()}


def spoken(clauses: Sequence[Clause]) -> Iterator[Spoken]:
    """Yield what each rule says, at the latest clause that it needs."""
    for at, clause in enumerate(clauses):
        if not clause.meant:
            continue
        before = clauses[at - 1].meant if at and _near(clauses, at) else 0
        for rule, begins in _fitting(clause.meant, before):
            words = tuple(_words(rule, clauses[at - begins : at + 1]))
            yield Spoken(rule=rule, at=at, words=words)


@lru_cache(maxsize=4096)
def _fitting(meant: int, before: int) -> tuple[tuple[Rule, int], ...]:
    """Return the rules that fit a clause, each with how many clauses before it are needed."""
    found: list[tuple[Rule, int]] = []
    for rule in _candidates(meant | before):
        if _fits(rule, meant):
            found.append((rule, 0))
        elif before and not _fits(rule, before) and _fits(rule, meant | before):
            found.append((rule, 1))
    return tuple(found)


def _near(clauses: Sequence[Clause], at: int) -> bool:
    return clauses[at].sentence < OPENING or clauses[at - 1].sentence == clauses[at].sentence


def _candidates(ideas: int) -> Iterable[Rule]:
    found: dict[int, Rule] = {}
    while ideas:
        bit = ideas & -ideas
        ideas ^= bit
        found.update((id(rule), rule) for rule in _STARTS[bit])
    return found.values()


def _fits(rule: Rule, ideas: int) -> bool:
    if rule.bars & ideas:
        return False
    for need in rule.needs:  # noqa: SIM110 (a generator takes twice the time here)
        if not need & ideas:
            return False
    return True


def _words(rule: Rule, clauses: Iterable[Clause]) -> Iterator[str]:
    wanted = 0
    for need in rule.needs:
        wanted |= need
    for clause in clauses:
        for hit in clause.hits:
            if hit.live and hit.word.ideas & wanted:
                yield hit.word.text
