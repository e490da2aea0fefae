"""Messages and contacts forget whom they were for, and not before they have done their work."""

from services.notifier.domain.forgetting import forget_contact, forget_row
from services.notifier.domain.notification import State
from shared.contracts.words import Outlet
from tests.support.notifying import Notifier
from tests.support.told import resolved


async def test_a_message_that_arrived_forgets_who_read_it() -> None:
    notifier = Notifier()
    await notifier.know()
    await notifier.hear(resolved())
    row = notifier.to("o1")[0]
    row.deliver(notifier.now)
    assert forget_row(row)
    assert (row.letter.recipient, row.letter.text, row.to) == ("forgotten", "", "")


async def test_a_message_that_is_still_to_be_sent_waits() -> None:
    notifier = Notifier()
    await notifier.know()
    await notifier.hear(resolved())
    row = notifier.to("o1")[0]
    row.state = State.PENDING
    assert not forget_row(row)
    assert row.letter.recipient == "o1"


async def test_nothing_finds_a_contact_that_was_forgotten() -> None:
    notifier = Notifier()
    await notifier.know()
    [contact] = [one for one in notifier.contacts.kept.values() if one.person == "o1"]
    forget_contact(contact)
    assert not [one for one in Outlet if contact.address(one)]
