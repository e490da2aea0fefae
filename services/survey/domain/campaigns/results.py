"""Turn counts into results: shares, means, beside the last half-year, building by building."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from services.survey.domain.campaigns.buildings import (
    BuildingMean,
    BuildingShare,
    ByBuilding,
    is_hidden,
    means,
    share,
    shares,
)
from services.survey.domain.campaigns.campaign import Campaign
from services.survey.domain.campaigns.questions import Kind, Question
from services.survey.domain.campaigns.tally import CELL, Tally
from services.survey.domain.campaigns.topics import OTHER, TOPICS


@dataclass(slots=True, frozen=True, kw_only=True)
class Choice:
    """One choice, how often it was made, its share of those who answered; the share before."""

    label: str
    number: int
    share: float
    before: float | None = None


@dataclass(slots=True, frozen=True, kw_only=True)
class Part:
    """A question's distribution, building by building too; ``row`` is a matrix's row."""

    row: str
    choices: tuple[Choice, ...]
    buildings: tuple[BuildingShare, ...] = ()


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


def findings(
    campaign: Campaign, tallies: ByBuilding, before: ByBuilding | None = None
) -> Iterator[Finding]:
    """Yield what came out, question by question; nothing while too few have answered."""
    total, earlier = total_of(tallies), total_of(before) if before else None
    if is_hidden(campaign, total.n):
        return
    for question in campaign.questionnaire.questions:
        yield Finding(
            question=question,
            answered=total.answered(question.id),
            parts=tuple(_parts(campaign, question, tallies, (total, earlier))),
            mean=total.mean(question),
            mean_before=earlier.mean(question) if earlier else None,
            buildings=tuple(means(campaign, question, tallies, before or {})),
        )


def _parts(
    campaign: Campaign,
    question: Question,
    tallies: ByBuilding,
    totals: tuple[Tally, Tally | None],
) -> Iterator[Part]:
    total, before = totals
    for row in question.rows or ("",):
        labels = {label: f"{row}{CELL}{label}" if row else label for label in _labels(question)}
        if question.kind is Kind.WORDS:
            labels = {label: key for label, key in labels.items() if total.of(question.id).get(key)}
        yield Part(
            row=row,
            choices=tuple(_choice(question.id, pair, total, before) for pair in labels.items()),
            buildings=tuple(shares(campaign, question, tuple(labels.values()), tallies)),
        )


def _choice(question: str, pair: tuple[str, str], total: Tally, before: Tally | None) -> Choice:
    label, key = pair
    return Choice(
        label=label,
        number=total.of(question).get(key, 0),
        share=share(total, question, key) or 0.0,
        before=share(before, question, key) if before else None,
    )


def _labels(question: Question) -> tuple[str, ...]:
    if question.kind is Kind.SCALE:
        return tuple(str(mark) for mark in range(1, question.points + 1))
    if question.kind is Kind.WORDS:
        return (*TOPICS, OTHER)
    return question.options
