"""Forget an owner who asks for it."""

from services.intake.ports import Work
from shared.contracts.people import OwnerErased


async def erase(event: OwnerErased, work: Work) -> None:
    """Take out of everything that is kept here who the owner was; a repeat finds nothing left."""
    if work.memory is not None:
        await work.memory.erase(event.owner_id, work.cause)
