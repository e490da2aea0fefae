"""Forget an owner who asks for it."""

from contextlib import suppress

from services.survey.domain.campaigns.ticket import ticket_id
from services.survey.domain.forums.forum import Forum
from services.survey.domain.terms import LONG_AGO
from services.survey.handlers import forums
from services.survey.ports import Work
from shared.contracts.people import OwnerErased
from shared.kernel.errors import Seen


async def erase(event: OwnerErased, work: Work) -> None:
    """Take out of everything that is kept here who the owner was; a repeat finds nothing left.

    The projection of the owner goes last: it tells the household.
    """
    await _leave_forums(event.owner_id, work)
    await _unname_answers(event.owner_id, work)
    if work.memory is not None:
        await work.memory.erase(event.owner_id, work.cause)


async def _leave_forums(owner_id: str, work: Work) -> None:
    def forget(forum: Forum) -> None:
        forum.forget(owner_id, work.now)

    for found in await work.voices.forums_of(work.cause.estate, owner_id):
        with suppress(Seen):
            await forums.move(found.id, forget, work)


async def _unname_answers(owner_id: str, work: Work) -> None:
    """Take named answers out of the household's tickets when nobody else of it is left."""
    estate = work.cause.estate
    owner = await work.lists.owner(estate, owner_id)
    home = owner.household if owner else ""
    others = [one for one in await work.lists.members(estate, home) if one.owner_id != owner_id]
    if home and not others:
        campaigns = await work.lists.campaigns(estate, LONG_AGO)
        named = [one.id for one in campaigns if not one.anonymous]
        await work.box.forget([ticket_id(campaign, home) for campaign in named])
