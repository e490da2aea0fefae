"""Know the staff as gateway tells of them."""

from services.router.domain.people import StaffCard, staff_of
from services.router.ports import Work
from shared.contracts.people import StaffChanged


async def know_staff(event: StaffChanged, work: Work) -> None:
    """Keep the newest version; the sweep passes on what somebody who left had in hand."""
    estate = work.cause.estate
    identity = f"{estate}/{event.staff_id}"
    card = await work.staff.find(identity) or StaffCard(
        id=identity, estate=estate, staff=staff_of(event), told=event.version - 1
    )
    if card.hear(event):
        await work.staff.save(card)
        work.book.forget(estate)
