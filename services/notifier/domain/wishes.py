"""Choose the ways of a row anew, by what its reader wishes now."""

from collections.abc import Sequence

from services.notifier.domain.contact import Contact
from services.notifier.domain.letter import Letter, Reach
from services.notifier.domain.phone import with_phone


def renewed(known: Sequence[Reach], contact: Contact, letter: Letter) -> tuple[Reach, ...]:
    """Return the ways to somebody as they wish now; ``known`` has what only the reporter left."""
    plan = contact.plan(letter.asked, letter.came_by, letter.kind)
    named = letter.kind is not None and letter.kind in contact.by_kind
    left = (way for way in known if contact.address(way.outlet) is None)
    return with_phone((*plan, *(() if named and plan else left)), letter, contact.phone)


def reordered(rest: Sequence[Reach], contact: Contact, letter: Letter) -> tuple[Reach, ...]:
    """Return the ways not tried yet that are wanted now, in that order; maybe none."""
    if contact.mutes(letter.kind):
        return ()
    outlets = {way.outlet for way in rest}
    return tuple(way for way in renewed(rest, contact, letter) if way.outlet in outlets)
