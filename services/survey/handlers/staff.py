"""Keep the projection of staff."""

from services.survey.domain.staff import Staff, staff_key
from services.survey.ports import Work
from shared.contracts.people import StaffChanged


async def learn(event: StaffChanged, work: Work) -> None:
    """Take over a colleague's particulars; what is older than what is known changes nothing."""
    estate = work.cause.estate
    staff = await work.staff.find(staff_key(event.staff_id, estate)) or Staff.unheard_of(
        event.staff_id, estate
    )
    if staff.learn(event):
        await work.staff.save(staff)
