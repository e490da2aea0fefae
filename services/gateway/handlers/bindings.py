"""Bind owners' accounts to the openids that they have proven to be theirs, and unbind them."""

from contextlib import suppress

from services.gateway.handlers.sessions import Granted, open_session, principal_of
from services.gateway.ports import Work
from shared.contracts.conversations import BindingEnded, BindingProven
from shared.kernel.errors import Missing, Seen


async def bind(event: BindingProven, work: Work) -> None:
    """Make the openid that of each owner; who has left since stays as they are."""
    for owner_id in event.owners:
        with suppress(Seen):
            owner = await work.kept.owners.find(owner_id)
            if owner is not None and owner.bind(event.openid):
                await work.kept.owners.save(owner)


async def unbind(event: BindingEnded, work: Work) -> None:
    """Make the openid that of none of these owners; one bound since stays."""
    for owner_id in event.owners:
        with suppress(Seen):
            owner = await work.kept.owners.find(owner_id)
            if owner is not None and owner.unbind(event.openid):
                await work.kept.owners.save(owner)


async def unbind_own(owner_id: str, work: Work) -> None:
    """Unbind the caller's own WeChat; asked twice is asked once."""
    owner = await work.kept.owners.find(owner_id)
    if owner is None:
        raise Missing("没有找到您的账号，可能已经注销。")
    if owner.openid and owner.unbind(owner.openid):
        await work.kept.owners.save(owner)


async def log_in(openid: str, work: Work) -> Granted | None:
    """Log the owner in whose WeChat this is; None if it is nobody's."""
    found = await work.accounts.owners_at(work.estate, openid)
    return await open_session(principal_of(found[0]), work) if found else None
