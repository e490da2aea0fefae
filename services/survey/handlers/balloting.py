"""Take a household's one answer, and count the waiting ones together."""

from collections.abc import Mapping

import orjson

from services.survey.domain.campaigns.answering import Answers, Given, checked
from services.survey.domain.campaigns.campaign import Campaign, Stage
from services.survey.domain.campaigns.mixing import Batch, batches
from services.survey.domain.campaigns.page import Claimed, page_of
from services.survey.domain.campaigns.refusals import AlreadyAnswered, BadAnswer
from services.survey.domain.campaigns.sealing import Unsealable
from services.survey.domain.campaigns.ticket import Ticket, receipt_of
from services.survey.ports import Work

_TWICE = "您家已经答过这份问卷了，一户一份，谢谢。"


async def cast(ticket: Ticket, given: Mapping[str, Given], key: str, work: Work) -> Campaign:
    """Spend the ticket and keep the answer; a repeat of one sending is fine.

    Of a ticket that was spent without a receipt the box knows whose sending it was.
    Raises ``AlreadyAnswered``, ``CampaignNotOpen`` or ``BadAnswer``.
    """
    campaign = await work.campaigns.get(ticket.campaign)
    receipt = receipt_of(ticket.id, key)
    if ticket.spent and ticket.receipt == receipt:
        return campaign
    campaign.check_open(work.now)
    if ticket.receipt is not None or not await _taken(campaign, ticket, receipt, given, work):
        raise AlreadyAnswered(_TWICE)
    return campaign


async def count_waiting(campaign_id: str, work: Work) -> int:
    """Count what may be counted of a campaign by now; return how many answers that were."""
    campaign = await work.campaigns.get(campaign_id)
    waiting = await work.box.waiting(campaign.estate, campaign_id)
    final = campaign.stage is Stage.CLOSED
    if final and campaign.anonymous:
        await work.box.mend(campaign_id)
    counted = 0
    for batch in batches(waiting, anonymous=campaign.anonymous, final=final):
        counted += await _count(campaign, batch, work)
    return counted


async def finish(page: str, campaign_id: str, work: Work) -> None:
    """Let the members of a page go that somebody wrote and then died."""
    campaign = await work.campaigns.get(campaign_id)
    await work.box.release(page, keep=not campaign.anonymous)


async def _taken(
    campaign: Campaign, ticket: Ticket, receipt: str, given: Mapping[str, Given], work: Work
) -> bool:
    content = orjson.dumps(checked(campaign.questionnaire, given))
    if campaign.anonymous:
        return await work.box.cast_sealed(ticket, receipt, _closed(campaign, content, work))
    return await work.box.cast(ticket, receipt, content)


async def _count(campaign: Campaign, batch: Batch, work: Work) -> int:
    """Put a batch's answers on a page of their own: claim, write the page, let go of them.

    What dies on the way is taken up by ``mend``; no answer is lost or counted twice.
    """
    claimed = await work.box.claim(batch)
    page = page_of(campaign, batch.building, _opened(campaign, claimed, work))
    if not await work.box.put(claimed, page):
        return 0
    await work.box.release(claimed.page, keep=not campaign.anonymous)
    return page.tally.n


def _opened(campaign: Campaign, claimed: Claimed, work: Work) -> list[Answers]:
    contents = (claimed.contents[ticket] for ticket in claimed.contents)
    if campaign.anonymous:
        contents = (work.envelopes.open(campaign.id, sealed) for sealed in contents)
    return [orjson.loads(content) for content in contents]


def _closed(campaign: Campaign, content: bytes, work: Work) -> bytes:
    try:
        return work.envelopes.seal(campaign.id, content)
    except Unsealable as error:
        raise BadAnswer("您写得太多了，请写短一些再提交。") from error
