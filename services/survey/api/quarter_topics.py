"""Gather what a quarter was about: suggestions, owners' words wherever they wrote, requests."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from aiohttp import web

from services.survey.api.context import SHEETS, WORK, looking
from services.survey.domain.campaigns.buildings import is_hidden
from services.survey.domain.campaigns.campaign import Campaign
from services.survey.domain.campaigns.questions import Kind
from services.survey.domain.campaigns.results import total_of as all_of
from services.survey.domain.campaigns.tally import ASKED, Tally
from services.survey.domain.satisfaction.sheet import total_of
from services.survey.domain.terms import CHINA
from services.survey.ports import Work
from shared.web.auth import Principal

Counts = dict[str, dict[str, int]]
Samples = list[tuple[str, str]]


async def topics_between(
    request: web.Request, who: Principal, since: datetime, until: datetime
) -> tuple[Counts, Samples]:
    """Return how often topics came up, and suggestions that the estate may read."""
    work: Work = request.app[WORK](looking(request, who))
    first, last = (moment.astimezone(CHINA).date() for moment in (since, until))
    sheets = await request.app[SHEETS].days(who.estate, first, max(first, last))
    total, said = total_of(first, sheets), await work.voices.suggested(who.estate, since, until)
    words = Counter(total.words) + await _in_questionnaires(who.estate, since, until, work)
    counts = Counter(topic for one in said for topic in one.topics)
    samples = [(topic, one.shown) for one in said for topic in one.topics]
    return {"suggestions": counts, "words": words, "requests": total.requests}, samples


async def _in_questionnaires(
    estate: str, since: datetime, until: datetime, work: Work
) -> Counter[str]:
    """Count the topics of what households wrote, where enough did so that nobody is named."""
    found = Counter[str]()
    for campaign in await work.lists.campaigns(estate, since):
        total = all_of(await work.box.tallies(campaign.id))
        if campaign.opens_at <= until and not is_hidden(campaign, total.n):
            for topic, number in _words(campaign, total):
                found[topic] += number
    return found


def _words(campaign: Campaign, total: Tally) -> Iterator[tuple[str, int]]:
    for question in campaign.questionnaire.questions:
        if question.kind is Kind.WORDS:
            yield from ((key, n) for key, n in total.of(question.id).items() if key != ASKED)
