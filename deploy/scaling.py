"""Reckon what a city and a country need from what one request costs: ``python -m deploy.scaling``.

Writes the tables of SCALING.md between its marks. Everything measured is in ``COSTS``, everything
assumed in ``HABITS``; change either and run it again.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Final

from deploy.storm import Course, Part, course

FILE: Final = Path(__file__).with_name("SCALING.md")
BEGIN: Final = "<!-- tables -->"
END: Final = "<!-- /tables -->"
DAY: Final = 86_400


@dataclass(slots=True, frozen=True, kw_only=True)
class Costs:
    """What one request, from report to result, costs: processor time of each part, documents.

    As ``make bench`` measures it (its part ``costs``); ``kilobytes`` are documents without indexes.
    """

    cpu_ms: Mapping[str, float]
    messages: float
    kilobytes: float


@dataclass(slots=True, frozen=True, kw_only=True)
class Habits:
    """How people are taken to behave, and how full a machine may be.

    ``peak`` is how many times the day's mean the busiest hour brings; ``storm`` how many times the
    busiest hour a water main or a power cut brings. ``room`` is how many times its documents a
    database takes, for indexes, the journal, conversations and the audit trail.
    """

    requests_a_year: float
    peak: float
    storm: float
    full: float
    years_kept: float
    room: float


@dataclass(slots=True, frozen=True, kw_only=True)
class Size:
    """How much there is to look after."""

    name: str
    estates: int
    households: int


SIZES: Final = (
    Size(name="an estate", estates=1, households=1_000),
    Size(name="a city", estates=1_000, households=1_000_000),
    Size(name="a country", estates=300_000, households=300_000_000),
)

REGION: Final = Size(name="a region", estates=3_000, households=3_000_000)
# As in kubernetes/base/scaling.yaml.
SCALED: Final = {"router": (2, 8), "notifier": (2, 12), "survey": (2, 4)}
DATABASE_CORES: Final = 16


def rate(size: Size, habits: Habits) -> float:
    """Return the requests a second of the busiest hour."""
    return size.households * habits.requests_a_year / 365 / DAY * habits.peak


def cores(part: str, size: Size, costs: Costs, habits: Habits, times: float = 1.0) -> float:
    """Return the cores that a part needs in the busiest hour, none of them too full."""
    return rate(size, habits) * times * costs.cpu_ms[part] / 1000 / habits.full


def terabytes(size: Size, costs: Costs, habits: Habits) -> float:
    """Return what the kept years take on one member's disk."""
    kept = size.households * habits.requests_a_year * habits.years_kept
    return kept * costs.kilobytes * habits.room / 1024**3


def tables(costs: Costs, habits: Habits) -> str:
    """Return the tables as Markdown."""
    made = (_load_table(costs, habits), _core_table(costs, habits), storm_table(costs, habits))
    return "\n\n".join(made)


def _load_table(costs: Costs, habits: Habits) -> str:
    head = "| | households | requests a day | busiest hour, a second | in a storm, a second |"
    head += " messages to people a second | kept, TB |\n|---|---|---|---|---|---|---|"
    rows = [head]
    for size in SIZES:
        second = rate(size, habits)
        day = size.households * habits.requests_a_year / 365
        rows.append(
            f"| {size.name} | {size.households:,} | {day:,.0f} | {_short(second)} "
            f"| {_short(second * habits.storm)} | {_short(second * costs.messages)} "
            f"| {_short(terabytes(size, costs, habits))} |"
        )
    return "\n".join(rows)


def _core_table(costs: Costs, habits: Habits) -> str:
    rows = [
        "| cores in the busiest hour (in a storm) | ms a request | "
        + " | ".join(size.name for size in SIZES)
        + " |",
        "|---|---|" + "---|" * len(SIZES),
    ]
    for part, spent in costs.cpu_ms.items():
        needs = " | ".join(_need(part, size, costs, habits) for size in SIZES)
        rows.append(f"| {part} | {spent:g} | {needs} |")
    return "\n".join(rows)


def storm_table(costs: Costs, habits: Habits) -> str:
    """Return how a storm goes, as ``deploy/storm.py`` plays it."""
    parts = [
        *(Part(name=n, cpu_ms=costs.cpu_ms[n], least=a, most=z) for n, (a, z) in SCALED.items()),
        Part(
            name=f"database of {DATABASE_CORES} cores",
            cpu_ms=costs.cpu_ms["database"] / DATABASE_CORES,
            least=1,
            most=1,
        ),
    ]
    rows = [
        "| a storm: processes; deepest queue; longest wait; empty after it | "
        + " | ".join(part.name for part in parts)
        + " |",
        "|---|" + "---|" * len(parts),
    ]
    for size in (*SIZES[:2], REGION, SIZES[2]):
        usual = rate(size, habits)
        told = " | ".join(_told(course(part, usual, usual * habits.storm)) for part in parts)
        rows.append(f"| {size.name} | {told} |")
    return "\n".join(rows)


def _told(one: Course) -> str:
    if not one.deepest:
        return f"{one.processes}; nothing waits"
    over = "never" if one.over is None else f"{ceil(one.over / 60):,} min"
    return f"{one.processes}; {one.deepest:,.0f}; {_short(ceil(one.longest_wait / 60))} min; {over}"


def _need(part: str, size: Size, costs: Costs, habits: Habits) -> str:
    usual = ceil(cores(part, size, costs, habits))
    return f"{usual:,} ({ceil(cores(part, size, costs, habits, habits.storm)):,})"


def _short(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 else f"{number:.2g}"


def with_tables(text: str) -> str:
    """Return ``text`` with what stands between the marks replaced; raises ``ValueError``."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"SCALING.md has no {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{tables(COSTS, HABITS)}\n{END}{after}"


COSTS: Final = Costs(
    cpu_ms={
        "gateway": 13.3,
        "intake": 11.7,
        "router": 23.3,
        "notifier": 30.4,
        "survey": 6.2,
        "database": 95.6,
        "broker": 10.8,
    },
    messages=8.7,
    kilobytes=17.5,
)
HABITS: Final = Habits(requests_a_year=6, peak=4, storm=10, full=0.6, years_kept=3, room=4)


if __name__ == "__main__":
    try:
        FILE.write_text(with_tables(FILE.read_text()))
    except (OSError, ValueError) as error:
        sys.exit(str(error))
