"""Plan, open, remind and close campaigns, and write to their households group by group."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from services.survey.domain.campaigns.campaign import Campaign, Sending, Stage
from services.survey.domain.campaigns.ticket import BUCKETS, Ticket, new_ticket
from services.survey.domain.campaigns.wave import Wave
from services.survey.domain.estate_rules import EstateRules, rules_id
from services.survey.domain.files import Fault
from services.survey.domain.owner import Owner
from services.survey.domain.terms import by_day
from services.survey.ports import Work
from shared.kernel.errors import Conflict


async def plan(campaign: Campaign, work: Work) -> Campaign:
    """Set a new campaign going; one that is there already stays as it is."""
    found = await work.campaigns.find(campaign.id)
    if found:
        return found
    campaign.plan()
    await work.campaigns.save(campaign)
    return campaign


async def cancel(campaign_id: str, work: Work) -> Campaign:
    """Withdraw a campaign that nobody has been asked in."""
    campaign = await work.campaigns.get(campaign_id)
    if campaign.cancel():
        await work.campaigns.save(campaign)
    return campaign


async def close(campaign_id: str, work: Work) -> Campaign:
    """Take no more answers."""
    campaign = await work.campaigns.get(campaign_id)
    if campaign.close(work.now):
        await work.campaigns.save(campaign)
    return campaign


async def advance(campaign_id: str, work: Work) -> None:
    """Take the step that is due; while sending, one group of households."""
    campaign = await work.campaigns.get(campaign_id)
    campaign.turn(work.now)
    if campaign.stage is Stage.OPEN and campaign.sending:
        await _send(campaign, campaign.sending, work)
    await work.campaigns.save(campaign)


async def put_rules(
    files: dict[str, str], by: str, work: Work, *, dry_run: bool = False
) -> list[Fault]:
    """Validate everything; change nothing at any fault, for a dry run, or if nothing is new."""
    estate = work.cause.estate
    kept = await work.rules.find(rules_id(estate)) or EstateRules.none_yet(estate)
    before = kept.files
    faults = kept.put(files, by=by, at=work.now)
    if kept.files != before and not dry_run:
        await work.rules.save(kept)
        work.book.forget(estate)
    return faults


async def _send(campaign: Campaign, what: Sending, work: Work) -> None:
    """Write to the next group that has anybody in it.

    The next one follows when the pace allows it, and by day only: a hundred thousand households
    must not stand in the way of a burst pipe, nor be woken.
    """
    for bucket in range(campaign.bucket, BUCKETS):
        people = await _people(campaign, bucket, work)
        tickets = await _tickets(campaign, what, bucket, people, work)
        asked = {ticket.household for ticket in tickets if not ticket.spent}
        told = [owner for owner in people if owner.household in asked]
        if tickets:
            await _tell(campaign, what, bucket, (told, tickets), work)
            invited = [t.building for t in tickets] if what is Sending.INVITATION else []
            campaign.sent(bucket, invited, paced(len(told), work))
            return
    campaign.all_sent()


async def _people(campaign: Campaign, bucket: int, work: Work) -> list[Owner]:
    owners = await work.lists.owners_in(campaign.estate, bucket)
    return [owner for owner in owners if campaign.audience.asks(owner, campaign.id)]


async def _tickets(
    campaign: Campaign, what: Sending, bucket: int, people: Sequence[Owner], work: Work
) -> list[Ticket]:
    if what is Sending.INVITATION:
        homes = {owner.household: owner.building for owner in people}
        await work.box.issue(
            [new_ticket(campaign.estate, campaign.id, home, at) for home, at in homes.items()]
        )
    elif campaign.anonymous:
        await work.box.mend(campaign.id, bucket)
    return await work.box.tickets(campaign.id, bucket)


async def _tell(
    campaign: Campaign,
    what: Sending,
    bucket: int,
    whom: tuple[list[Owner], list[Ticket]],
    work: Work,
) -> None:
    told, tickets = whom
    paths = {ticket.household: work.ballots.path(ticket.id) for ticket in tickets}
    wave = Wave.of(campaign, what, bucket)
    wave.ask(campaign, what, told, paths)
    with suppress(Conflict):
        await work.waves.save(wave)


def paced(told: int, work: Work) -> datetime:
    """Return when the next group may be written to after so many people."""
    moment = work.now + timedelta(seconds=told / work.pace.people_a_second)
    return by_day(moment) if work.pace.by_day else moment
