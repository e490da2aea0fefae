"""Forget an owner who asks for it, and have everybody else forget them."""

from services.gateway.ports import Work
from shared.kernel.errors import Missing


async def erase(owner_id: str, work: Work) -> None:
    """Take out of the account who it was, end it, and say so; asked twice is asked once."""
    owner = await work.kept.owners.find(owner_id)
    if owner is None:
        raise Missing("没有找到您的账号，可能已经注销。")
    if owner.erased_at is None:
        owner.erase(work.now)
        await work.kept.owners.save(owner)
