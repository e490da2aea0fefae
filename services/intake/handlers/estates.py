"""Keep the projection of the estate, and say which number to call."""

from services.intake.domain.estate import Estate
from services.intake.ports import Work
from shared.contracts.estates import EstateChanged
from shared.kernel.errors import Seen, Unavailable


async def learn(event: EstateChanged, work: Work) -> None:
    """Take over the particulars; what is older than what is known changes nothing."""
    known = await work.estates.find(work.cause.estate) or Estate.unheard_of(work.cause.estate)
    known.learn(event)
    await work.estates.save(known)


async def phone(work: Work) -> str:
    """Return the number that is answered day and night, empty when none is known just now."""
    try:
        known = await work.estates.find(work.cause.estate)
    except (Seen, Unavailable):
        return ""
    return known.phone if known else ""
