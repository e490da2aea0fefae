"""What came out of a campaign: as JSON while it runs, as a workbook, and the owners' words."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Self

from aiohttp import web
from pydantic import Field, StringConstraints

from services.survey.api.campaigns import looked_up
from services.survey.api.context import LEADS, ROUNDS, work_of
from services.survey.domain.campaigns.buildings import (
    BuildingMean,
    BuildingRate,
    ByBuilding,
    is_hidden,
    rates,
)
from services.survey.domain.campaigns.campaign import Campaign, Stage
from services.survey.domain.campaigns.questions import Kind
from services.survey.domain.campaigns.refusals import TooFewToShow
from services.survey.domain.campaigns.results import Finding, Part, findings, total_of
from services.survey.domain.campaigns.tally import Tally
from services.survey.domain.campaigns.topics import topics_of
from services.survey.ports import Work
from shared.web.auth import Principal
from shared.web.operation import Form, Routes, View, operation

routes = Routes()
_AT = "/api/v1/campaigns/{campaign_id}"
_COMPARED = timedelta(days=800)
_TOO_FEW = "匿名问卷的答卷太少，看了就知道是谁，请等更多人答后再看。"


class FindingView(View):
    """A question with what came out: distribution, mean, the same before, building by building."""

    question_id: str
    kind: Kind
    text: str
    answered: int
    parts: list[Part]
    mean: float | None
    mean_before: float | None
    buildings: list[BuildingMean]

    @classmethod
    def of(cls, finding: Finding) -> Self:
        """Return a finding as it is shown."""
        return cls(
            question_id=finding.question.id,
            kind=finding.question.kind,
            text=finding.question.text,
            answered=finding.answered,
            parts=list(finding.parts),
            mean=finding.mean,
            mean_before=finding.mean_before,
            buildings=list(finding.buildings),
        )


class Results(View):
    """How many were invited and have answered, and what; ``counted`` answers are in the findings.

    ``hidden``: so few have answered anonymously that nothing is shown yet.
    """

    campaign_id: str
    title: str
    anonymous: bool
    stage: Stage
    closes_at: datetime
    invited: int
    answered: int
    rate: float
    counted: int
    hidden: bool
    buildings: list[BuildingRate]
    findings: list[FindingView]
    before: str | None = None


class Quote(View):
    """An owner's words, with the question and what they are about."""

    question_id: str
    words: str
    topics: list[str]


class Quotes(View):
    """Some of the words; ``cursor`` goes on where this page ends."""

    quotes: list[Quote]
    cursor: int | None = None


class WhichWords(Form):
    """Words about a topic, or all; from ``cursor`` on."""

    topic: Annotated[str, StringConstraints(max_length=20)] = ""
    cursor: Annotated[int, Field(ge=0, le=10**9)] = 0
    limit: Annotated[int, Field(ge=1, le=200)] = 50


@routes.get(f"{_AT}/results")
@operation(roles=LEADS)
async def results(request: web.Request, who: Principal, campaign_id: str) -> Results:
    """Show what has come out so far."""
    campaign = await looked_up(request, who, campaign_id)
    work = work_of(request, who)
    return await results_of(request, who, campaign, work)


@routes.get(f"{_AT}/words")
@operation(roles=LEADS)
async def words(
    request: web.Request, who: Principal, campaign_id: str, query: WhichWords
) -> Quotes:
    """Show the owners' own words, by topic; nobody is named."""
    campaign, work = await looked_up(request, who, campaign_id), work_of(request, who)
    total = total_of(await work.box.tallies(campaign.id))
    if is_hidden(campaign, total.n):
        raise TooFewToShow(_TOO_FEW)
    found, at = list[Quote](), 0
    async for quote_ in quotes_of(campaign, work):
        if query.topic and query.topic not in quote_.topics:
            continue
        at += 1
        if at > query.cursor:
            found.append(quote_)
        if len(found) > query.limit:
            return Quotes(quotes=found[:-1], cursor=query.cursor + query.limit)
    return Quotes(quotes=found)


async def results_of(
    request: web.Request, who: Principal, campaign: Campaign, work: Work
) -> Results:
    """Return what has come out of a campaign so far."""
    tallies = await work.box.tallies(campaign.id)
    waiting = await work.box.waiting(campaign.estate, campaign.id)
    counted = total_of(tallies).n
    answered = counted + sum(map(len, waiting.values()))
    before = await _before(request, who, campaign)
    compared = await _compared(before, work) if before else None
    return Results(
        campaign_id=campaign.id,
        title=campaign.title,
        anonymous=campaign.anonymous,
        stage=campaign.stage,
        closes_at=campaign.closes_at,
        invited=campaign.households,
        answered=answered,
        rate=round(answered / campaign.households, 4) if campaign.households else 0.0,
        counted=counted,
        hidden=is_hidden(campaign, counted),
        buildings=list(rates(campaign, await _turnout(campaign, tallies, waiting, work))),
        findings=[FindingView.of(one) for one in findings(campaign, tallies, compared)],
        before=before.title if before and compared else None,
    )


async def _turnout(
    campaign: Campaign, tallies: ByBuilding, waiting: Mapping[str, Sequence[str]], work: Work
) -> Mapping[str, int]:
    """Return by building how many have answered.

    While answers come, those counted and those that wait are all; once it is over, some of an
    anonymous campaign have been counted of no building, and the tickets tell.
    """
    if campaign.stage is Stage.CLOSED:
        answers = sum(one.n for one in tallies.values()) + sum(map(len, waiting.values()))
        return await work.box.spent(campaign.id, answers)
    homes = {*tallies, *waiting}
    return {at: tallies.get(at, Tally()).n + len(waiting.get(at, ())) for at in homes}


async def _before(request: web.Request, who: Principal, campaign: Campaign) -> Campaign | None:
    """Return the campaign of the same series before this one: the last half-year's."""
    if not campaign.series:
        return None
    since = campaign.opens_at - _COMPARED
    found = await request.app[ROUNDS].campaigns(who.estate, since)
    earlier = (
        one
        for one in found
        if one.series == campaign.series and one.opens_at < campaign.opens_at and one.households
    )
    return next(earlier, None)


async def _compared(campaign: Campaign, work: Work) -> ByBuilding | None:
    tallies = await work.box.tallies(campaign.id)
    return None if is_hidden(campaign, total_of(tallies).n) else tallies


async def quotes_of(campaign: Campaign, work: Work) -> AsyncIterator[Quote]:
    """Yield the owners' words, page by page."""
    asked = [q.id for q in campaign.questionnaire.questions if q.kind is Kind.WORDS]
    async for _, answers in work.box.answers(campaign.id):
        for given in answers:
            for key in asked:
                if said := str(given.get(key, "")).strip():
                    yield Quote(question_id=key, words=said, topics=list(topics_of(said)))
