"""Forget an owner who asks for it, and have everybody else forget them."""

from services.gateway.ports import Work
from shared.kernel.errors import Missing


async def erase(owner_id: str, work: Work) -> None:
    """Take out of the account who it was, end it, and say so; asked twice is asked once.

    The account itself goes last: after a crash it is asked again, and nothing stays behind.
    """
    owner = await work.kept.owners.find(owner_id)
    if owner is None:
        raise Missing("没有找到您的账号，可能已经注销。")
    await _let_go(owner_id, work)
    if owner.erased_at is None:
        owner.erase(work.now)
        await work.kept.owners.save(owner)


async def _let_go(owner_id: str, work: Work) -> None:
    """Erase what lies beside the account: keys, log-ins, asks to belong to a household."""
    for key in await work.accounts.api_keys(work.estate, owner_id):
        key.erase(work.now)
        await work.kept.api_keys.save(key)
    for session in await work.accounts.sessions_of(work.estate, owner_id):
        session.erase(work.now)
        await work.kept.sessions.save(session)
    for joining in await work.accounts.asked_by(work.estate, owner_id):
        joining.erase(work.now)
        await work.kept.joinings.save(joining)
