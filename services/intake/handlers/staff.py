"""Keep the projection of the staff."""

from services.intake.domain.staff import Staff
from services.intake.ports import Work
from shared.contracts.people import StaffChanged


async def learn(event: StaffChanged, work: Work) -> None:
    """Take over a member's particulars; what is older than what is known changes nothing."""
    fresh = Staff.unheard_of(event.staff_id, work.cause.estate)
    staff = await work.staff.find(fresh.id) or fresh
    staff.learn(event)
    await work.staff.save(staff)
