"""Set building beside building: who answered, what they marked, and the same half a year before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.survey.domain.campaigns.campaign import Campaign
from services.survey.domain.campaigns.mixing import FEWEST
from services.survey.domain.campaigns.questions import Kind, Question
from services.survey.domain.campaigns.tally import Tally

ByBuilding = Mapping[str, Tally]


@dataclass(slots=True, frozen=True, kw_only=True)
class BuildingRate:
    """How many households of a building were invited, and how many have answered."""

    building: str
    invited: int
    answered: int
    rate: float


@dataclass(slots=True, frozen=True, kw_only=True)
class BuildingMean:
    """A building's mean mark, and the one before; ``hidden`` where too few have answered."""

    building: str
    answered: int | None
    mean: float | None
    hidden: bool
    before: float | None = None


@dataclass(slots=True, frozen=True, kw_only=True)
class BuildingShare:
    """What a building chose: a share for each choice, in their order; empty where ``hidden``."""

    building: str
    answered: int | None
    shares: tuple[float, ...]
    hidden: bool


def is_hidden(campaign: Campaign, number: int) -> bool:
    """Tell whether so few answered an anonymous campaign that to show them is to name them."""
    return campaign.anonymous and number < FEWEST


def share(tally: Tally, question: str, key: str) -> float | None:
    """Return how many of those who answered made a choice, None if nobody answered."""
    answered = tally.answered(question)
    return round(tally.of(question).get(key, 0) / answered, 4) if answered else None


def rates(campaign: Campaign, answered: Mapping[str, int]) -> Iterator[BuildingRate]:
    """Yield how far each building is."""
    for building, invited in campaign.invited:
        came = answered.get(building, 0)
        rate = round(came / invited, 4) if invited else 0.0
        yield BuildingRate(building=building, invited=invited, answered=came, rate=rate)


def hidden_in(campaign: Campaign, question: str, tallies: ByBuilding) -> frozenset[str]:
    """Return the buildings whose answers to an anonymous question are not shown.

    Where the few of one could be reckoned from the whole and the others, the smallest of those
    is hidden with it.
    """
    if not campaign.anonymous:
        return frozenset()
    numbers = {at: tallies.get(at, Tally()).answered(question) for at, _ in campaign.invited}
    few = {at for at, number in numbers.items() if number < FEWEST}
    shown = sorted((number, at) for at, number in numbers.items() if at not in few)
    rest = sum(one.answered(question) for one in tallies.values()) - sum(n for n, _ in shown)
    return frozenset(few | ({shown[0][1]} if shown and 0 < rest < FEWEST else set()))


def means(
    campaign: Campaign, question: Question, tallies: ByBuilding, before: ByBuilding
) -> Iterator[BuildingMean]:
    """Yield each building's mean mark; nothing for what has no marks."""
    if question.kind is not Kind.SCALE:
        return
    hides = hidden_in(campaign, question.id, tallies)
    hid = hidden_in(campaign, question.id, before)
    for building, _ in campaign.invited:
        tally, last = tallies.get(building, Tally()), before.get(building, Tally())
        hidden = building in hides
        yield BuildingMean(
            building=building,
            answered=None if hidden else tally.answered(question.id),
            mean=None if hidden else tally.mean(question),
            hidden=hidden,
            before=None if building in hid else last.mean(question),
        )


def shares(
    campaign: Campaign, question: Question, keys: tuple[str, ...], tallies: ByBuilding
) -> Iterator[BuildingShare]:
    """Yield what each building chose; nothing for marks, which have means, and for words."""
    if question.kind in (Kind.SCALE, Kind.WORDS):
        return
    hides = hidden_in(campaign, question.id, tallies)
    for building, _ in campaign.invited:
        tally, hidden = tallies.get(building, Tally()), building in hides
        yield BuildingShare(
            building=building,
            answered=None if hidden else tally.answered(question.id),
            shares=() if hidden else tuple(share(tally, question.id, key) or 0.0 for key in keys),
            hidden=hidden,
        )
