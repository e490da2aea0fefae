"""Keep the projection of households."""

from services.survey.domain.owner import Owner, key_of
from services.survey.ports import Work
from shared.contracts.people import OwnerChanged


async def learn(event: OwnerChanged, work: Work) -> None:
    """Take over an owner's particulars; what is older than what is known changes nothing."""
    estate = work.cause.estate
    owner = await work.owners.find(key_of(event.owner_id, estate)) or Owner.unheard_of(
        event.owner_id, estate
    )
    if owner.learn(event):
        await work.owners.save(owner)
