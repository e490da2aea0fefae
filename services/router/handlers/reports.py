"""Answer what is asked of many requests; nothing is changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from services.router.domain.reports import By, Facts, Figure, Outcome, Question, Report
from services.router.ports import Archive


class Drill(NamedTuple):
    """Which requests behind a figure: of this outcome, older than ``before``, so many."""

    figure: Figure
    outcome: Outcome | None
    before: tuple[datetime, str] | None
    limit: int


async def report(
    asked: Question, figures: Sequence[Figure], by: By | None, archive: Archive
) -> Report:
    """Add up the figures of the requests asked about."""
    added = Report(figures, by)
    async for facts in archive.facts(asked):
        added.add(facts)
    return added


async def behind(asked: Question, drill: Drill, archive: Archive) -> list[tuple[Facts, Outcome]]:
    """Return the requests behind a figure, the latest first, at most ``drill.limit``."""
    found: list[tuple[Facts, Outcome]] = []
    async for facts in archive.facts(asked):
        outcome = drill.figure.judge(facts)
        if drill.outcome in (None, outcome) and _is_before(facts, drill.before):
            found.append((facts, outcome))
        if len(found) >= drill.limit:
            break
    return found


def _is_before(facts: Facts, before: tuple[datetime, str] | None) -> bool:
    return before is None or (facts.submitted_at, facts.id) < before
