"""Do an import all the way through: written down first, then done, by another if need be."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from typing import Final, TypeVar

from services.gateway.domain.accounts import (
    Owner,
    OwnerParticulars,
    Staff,
    StaffParticulars,
    revise_owner,
    revise_staff,
)
from services.gateway.domain.credential import Credential
from services.gateway.domain.journal import Import, OwnerEntry, Password, StaffEntry
from services.gateway.domain.site import Site
from services.gateway.ports import Work
from shared.kernel.aggregate import Aggregate
from shared.kernel.errors import Conflict
from shared.kernel.ids import new_id
from shared.store.port import Repository

A = TypeVar("A", bound=Aggregate)
P = TypeVar("P")
T = TypeVar("T")
AT_ONCE: Final = 256


async def carry_out(made: Import, work: Work) -> None:
    """Write an import down and do it; from the first of these on, all of it happens."""
    made.begin()
    await work.kept.imports.save(made)
    await _do(made, work)


async def finish_others(work: Work) -> None:
    """Finish what was begun before and never ended, so that nothing older overtakes what is new.

    It wants work of its own: one cause saves an account once.
    """
    for one in await work.accounts.unfinished(work.estate):
        await _do(one, work)


async def finish(import_id: str, work: Work) -> None:
    """Finish one that is overdue; one that somebody else has finished meanwhile is left alone."""
    found = await work.kept.imports.find(import_id)
    if found is not None and found.next_at is not None and found.next_at <= work.now:
        await _do(found, work)


def new_owner(estate: str, identity: str, said: OwnerParticulars) -> Owner:
    """Return a new account of an owner."""
    owner = Owner(id=identity, estate=estate, particulars=said)
    owner.tell()
    return owner


def new_staff(estate: str, identity: str, said: StaffParticulars) -> Staff:
    """Return a new account of a member of staff."""
    staff = Staff(id=identity, estate=estate, particulars=said)
    staff.tell()
    return staff


def import_of(
    work: Work,
    *,
    owners: tuple[OwnerEntry, ...] = (),
    staff: tuple[StaffEntry, ...] = (),
    passwords: tuple[Password, ...] = (),
    site: Site | None = None,
) -> Import:
    """Return an import of these, yet to be carried out."""
    return Import(
        id=new_id(),
        estate=work.estate,
        begun_at=work.now,
        owners=owners,
        staff=staff,
        passwords=passwords,
        site=site,
    )


def owner_entries(changed: Iterable[Owner]) -> tuple[OwnerEntry, ...]:
    """Return what the owners' accounts shall be."""
    return tuple(
        OwnerEntry(id=one.id, said=one.particulars if one.active else None) for one in changed
    )


def staff_entries(changed: Iterable[Staff]) -> tuple[StaffEntry, ...]:
    """Return what the accounts of the staff shall be."""
    return tuple(
        StaffEntry(id=one.id, said=one.particulars if one.active else None) for one in changed
    )


async def _do(made: Import, work: Work) -> None:
    kept = work.kept
    if made.site is not None:
        await _until_saved(partial(_site, made.site, kept.sites))
    await _each(made.staff, partial(_staff, work=work))
    await _each(made.owners, partial(_owner, work=work))
    await _each(made.passwords, partial(_password, work=work))
    made.finish(work.now)
    with suppress(Conflict):  # somebody else has finished the same
        await kept.imports.save(made)


async def _each(entries: Sequence[T], act: Callable[[T], Awaitable[None]]) -> None:
    """Do them side by side, some at once; the first failure is raised once these have ended."""
    for first in range(0, len(entries), AT_ONCE):
        acts = (_until_saved(partial(act, one)) for one in entries[first : first + AT_ONCE])
        for outcome in await asyncio.gather(*acts, return_exceptions=True):
            if isinstance(outcome, BaseException):
                raise outcome


async def _until_saved(act: Callable[[], Awaitable[None]]) -> None:
    """Do it again while somebody is faster, who may be doing the very same."""
    while True:
        try:
            return await act()
        except Conflict:
            await asyncio.sleep(0)


async def _owner(entry: OwnerEntry, *, work: Work) -> None:
    new = partial(new_owner, work.estate)
    await _revise(entry.id, entry.said, work.kept.owners, revise_owner, new)


async def _staff(entry: StaffEntry, *, work: Work) -> None:
    new = partial(new_staff, work.estate)
    await _revise(entry.id, entry.said, work.kept.staff, revise_staff, new)


async def _revise(
    identity: str,
    said: P | None,
    kept: Repository[A],
    revise: Callable[[A, P | None], bool],
    new: Callable[[str, P], A],
) -> None:
    known = await kept.find(identity)
    if known is not None and revise(known, said):
        await kept.save(known)
    elif known is None and said is not None:
        await kept.save(new(identity, said))


async def _site(wanted: Site, kept: Repository[Site]) -> None:
    known = await kept.find(wanted.id)
    if known is None:
        wanted.tell()
        await kept.save(wanted)
    elif known.revise(wanted):
        await kept.save(known)


async def _password(one: Password, *, work: Work) -> None:
    known = await work.kept.credentials.find(one.id)
    made = known or Credential(id=one.id, estate=work.estate, password="")
    if made.password != one.hashed:
        made.password = one.hashed
        await work.kept.credentials.save(made)
