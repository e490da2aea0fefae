"""Forget an owner who asks for it."""

from services.intake.domain.forgetting import forget_speaker
from services.intake.ports import Work
from shared.contracts.people import OwnerErased
from shared.store.port import Remembering

PASTES = "pastes"


async def erase(event: OwnerErased, work: Work) -> None:
    """Take out of everything that is kept here who the owner was; a repeat finds nothing left.

    What was pasted from a group holds the words of others too, which stay.
    """
    if work.memory is not None:
        for paste_id in await _pastes(event.owner_id, work.memory, work):
            paste = await work.pastes.get(paste_id)
            forget_speaker(paste, event.owner_id)
            await work.pastes.save(paste)
        await work.memory.erase(event.owner_id, work.cause)


async def _pastes(owner_id: str, memory: Remembering, work: Work) -> list[str]:
    held = await memory.held(work.cause.estate, owner_id)
    return [one.id for one in held.items if one.kind == PASTES]
