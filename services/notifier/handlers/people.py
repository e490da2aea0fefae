"""Keep what is known of people, and what they wish."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Literal, Protocol

from services.notifier.domain.contact import Contact, contact_id, unknown
from services.notifier.domain.kinds import Kind
from services.notifier.handlers.telling import tell
from services.notifier.ports import Work
from shared.contracts.conversations import MessageReceived
from shared.contracts.people import OwnerChanged, StaffChanged
from shared.contracts.words import Channel, Outlet
from shared.kernel.errors import Conflict, Seen


class Wishes(Protocol):
    """How a person wants to be told."""

    @property
    def outlets(self) -> tuple[Outlet, ...]:
        """The order in which outlets are tried."""
        ...

    @property
    def quiet_from(self) -> str | None:
        """When a quiet time begins, local."""
        ...

    @property
    def quiet_to(self) -> str | None:
        """When it ends."""
        ...

    @property
    def by_kind(self) -> Mapping[Kind, tuple[Outlet, ...]] | None:
        """The ways for single kinds, none for what is not wanted; None: as before."""
        ...

    @property
    def language(self) -> Literal["zh", "en"] | None:
        """In which texts are wanted; None: as before."""
        ...


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


async def wish(person: str, wishes: Wishes, work: Work) -> Contact:
    """Take a person's own wishes; they hold for whatever has not gone yet."""
    contact = await wishes_of(person, work)
    contact.wish(
        wishes.outlets, wishes.quiet_from, wishes.quiet_to, wishes.by_kind, wishes.language
    )
    await work.contacts.save(contact)
    work.book.forget(contact)
    await _look_again(person, work)
    return contact


async def _look_again(person: str, work: Work) -> None:
    """Let the sweep look now at what waits for a quiet time that may be over."""
    for row in await work.lists.waiting(work.cause.estate, person, work.now):
        row.next_at = min(row.next_at or work.now, work.now)
        with suppress(Conflict):
            await work.apart(row).save(row)


async def hear_message(event: MessageReceived, work: Work) -> None:
    """Tell the clerks of a question; one by WeChat lets us answer there for two days."""
    owner = event.reporter.owner_id
    if owner and event.channel is Channel.WECHAT:
        with suppress(Seen):
            contact = await wishes_of(owner, work)
            if contact.wrote(event.received_at):
                await work.contacts.save(contact)
                work.book.forget(contact)
    await tell(event, work)


async def _hear(person: str, event: OwnerChanged | StaffChanged, work: Work) -> None:
    contact = await wishes_of(person, work)
    if contact.hear(event):
        await work.contacts.save(contact)
    work.book.forget(contact)
