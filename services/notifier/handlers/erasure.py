"""Forget an owner who asks for it."""

from services.notifier.ports import Work
from shared.contracts.people import OwnerErased


async def erase(event: OwnerErased, work: Work) -> None:
    """Take out of everything that is kept here who the owner was; a repeat finds nothing left."""
    await work.world.subscriptions.forget(work.cause.estate, event.owner_id)
    await work.board.forget(work.cause.estate, event.owner_id)
    if work.memory is not None:
        await work.memory.erase(event.owner_id, work.cause)
