"""Turn counts into results: shares, means, beside the last half-year, building by building."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from services.survey.domain.campaigns.campaign import Campaign
from services.survey.domain.campaigns.mixing import FEWEST
from services.survey.domain.campaigns.questions import Kind, Question
from services.survey.domain.campaigns.tally import CELL, Tally
from services.survey.domain.campaigns.topics import OTHER, TOPICS

ByBuilding = Mapping[str, Tally]


@dataclass(slots=True, frozen=True, kw_only=True)
class Choice:
    """One choice, how often it was made, its share of those who answered; the share before."""

    label: str
    number: int
    share: float
    before: float | None = None


@dataclass(slots=True, frozen=True, kw_only=True)
class Part:
    """A question's distribution; ``row`` is a matrix's row."""

    row: str
    choices: tuple[Choice, ...]


@dataclass(slots=True, frozen=True, kw_only=True)
class BuildingMean:
    """A building's mean mark; ``hidden`` where too few have answered to show it."""

    building: str
    answered: int | None
    mean: float | None
    hidden: bool


@dataclass(slots=True, frozen=True, kw_only=True)
class Finding:
    """What came out of a question."""

    question: Question
    answered: int
    parts: tuple[Part, ...]
    mean: float | None = None
    mean_before: float | None = None
    buildings: tuple[BuildingMean, ...] = field(default=())


def total_of(tallies: ByBuilding) -> Tally:
    """Return the counts of all buildings together."""
    total = Tally()
    for tally in tallies.values():
        total.add(tally)
    return total


def is_hidden(campaign: Campaign, number: int) -> bool:
    """Tell whether so few answered an anonymous campaign that to show them is to name them."""
    return campaign.anonymous and number < FEWEST


def findings(
    campaign: Campaign, tallies: ByBuilding, before: Tally | None = None
) -> Iterator[Finding]:
    """Yield what came out, question by question; nothing while too few have answered."""
    total = total_of(tallies)
    if is_hidden(campaign, total.n):
        return
    for question in campaign.questionnaire.questions:
        yield Finding(
            question=question,
            answered=total.answered(question.id),
            parts=tuple(_parts(question, total, before)),
            mean=total.mean(question),
            mean_before=before.mean(question) if before else None,
            buildings=tuple(_by_building(campaign, question, tallies)),
        )


def _parts(question: Question, total: Tally, before: Tally | None) -> Iterator[Part]:
    for row in question.rows or ("",):
        labels = {label: f"{row}{CELL}{label}" if row else label for label in _labels(question)}
        if question.kind is Kind.WORDS:
            labels = {label: key for label, key in labels.items() if total.of(question.id).get(key)}
        yield Part(
            row=row,
            choices=tuple(
                Choice(
                    label=label,
                    number=total.of(question.id).get(key, 0),
                    share=_share(total, question.id, key) or 0.0,
                    before=_share(before, question.id, key) if before else None,
                )
                for label, key in labels.items()
            ),
        )


def _labels(question: Question) -> tuple[str, ...]:
    if question.kind is Kind.SCALE:
        return tuple(str(mark) for mark in range(1, question.points + 1))
    if question.kind is Kind.WORDS:
        return (*TOPICS, OTHER)
    return question.options


def _share(tally: Tally, question: str, key: str) -> float | None:
    answered = tally.answered(question)
    return round(tally.of(question).get(key, 0) / answered, 4) if answered else None


def _by_building(
    campaign: Campaign, question: Question, tallies: ByBuilding
) -> Iterator[BuildingMean]:
    if question.kind is not Kind.SCALE:
        return
    for building, _ in campaign.invited:
        tally = tallies.get(building, Tally())
        answered = tally.answered(question.id)
        hidden = is_hidden(campaign, answered)
        yield BuildingMean(
            building=building,
            answered=None if hidden else answered,
            mean=None if hidden else tally.mean(question),
            hidden=hidden,
        )
