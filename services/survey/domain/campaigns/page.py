"""Keep answers that were counted together on one page: sorted, with their counts, nobody named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import orjson

from services.survey.domain.campaigns.answering import Answers
from services.survey.domain.campaigns.campaign import Campaign
from services.survey.domain.campaigns.tally import Tally, tally_of

SORTED: Final = orjson.OPT_SORT_KEYS


@dataclass(slots=True, frozen=True, kw_only=True)
class Page:
    """Answers in an order that depends on nothing but themselves."""

    estate: str
    campaign: str
    building: str
    answers: tuple[bytes, ...]
    tally: Tally


def page_of(campaign: Campaign, building: str, answers: Iterable[Answers]) -> Page:
    """Return the page of a batch's answers."""
    given = list(answers)
    return Page(
        estate=campaign.estate,
        campaign=campaign.id,
        building=building,
        answers=tuple(sorted(orjson.dumps(one, option=SORTED) for one in given)),
        tally=tally_of(campaign.questionnaire, given),
    )


@dataclass(slots=True, frozen=True, kw_only=True)
class Claimed:
    """Tickets or envelopes that one turn of counting has its hand on, with what was answered."""

    page: str
    contents: Mapping[str, bytes]
