"""Take out of messages and contacts whom they were for."""

from dataclasses import replace
from typing import Final

from services.notifier.domain.contact import Contact
from services.notifier.domain.notification import Notification

NOBODY: Final = "forgotten"


def forget_row(row: Notification) -> bool:
    """Leave when and how it went; False while something has yet to be done with it.

    One that nobody has opened is forgotten as well: nothing waits for that.
    """
    if row.is_wanted:
        return False
    letter = replace(row.letter, recipient=NOBODY, text="", script="", fields={})
    row.letter = replace(letter, parts=(), others={}, speaks_of=())
    row.to, row.rest, row.provider_id = "", (), None
    row.calls = tuple(replace(call, note="") for call in row.calls)
    return True


def forget_contact(contact: Contact) -> None:
    """Leave that there was somebody; nothing finds them any more."""
    contact.name, contact.phone, contact.openid = "", None, None
    contact.listed, contact.wished, contact.active = (), (), False
    contact.registered, contact.place, contact.by_kind = False, None, {}
