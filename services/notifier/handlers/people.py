"""Keep what is known of people, and what they wish."""

from services.notifier.domain.contact import Contact, contact_id, unknown
from services.notifier.ports import Work
from shared.contracts.people import OwnerChanged, StaffChanged
from shared.contracts.words import Outlet


async def hear_owner(event: OwnerChanged, work: Work) -> None:
    """Note an owner's particulars; the newest version wins."""
    await _hear(event.owner_id, event, work)


async def hear_staff(event: StaffChanged, work: Work) -> None:
    """Note a member of staff's particulars; the newest version wins."""
    await _hear(event.staff_id, event, work)


async def wishes_of(person: str, work: Work) -> Contact:
    """Return what is known of a person, if only that they exist."""
    estate = work.cause.estate
    return await work.contacts.find(contact_id(estate, person)) or unknown(estate, person)


async def wish(
    person: str, outlets: tuple[Outlet, ...], quiet: tuple[str | None, str | None], work: Work
) -> Contact:
    """Take a person's own order of outlets and quiet times."""
    contact = await wishes_of(person, work)
    contact.wish(outlets, *quiet)
    await work.contacts.save(contact)
    work.book.forget(contact)
    return contact


async def _hear(person: str, event: OwnerChanged | StaffChanged, work: Work) -> None:
    contact = await wishes_of(person, work)
    if contact.hear(event):
        await work.contacts.save(contact)
    work.book.forget(contact)
