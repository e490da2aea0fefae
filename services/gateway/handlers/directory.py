"""Make the accounts what the estate's files say: all of it, or nothing if anything is wrong."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Final, Protocol, TypeVar

from services.gateway.domain.accounts import revise_owner, revise_staff
from services.gateway.domain.directory import Directory, Fault, parse
from services.gateway.domain.journal import Password
from services.gateway.domain.site import Site
from services.gateway.handlers.journal import (
    carry_out,
    import_of,
    new_owner,
    new_staff,
    owner_entries,
    staff_entries,
)
from services.gateway.handlers.staff import ADMIN, hashed_anew
from services.gateway.ports import Work
from shared.kernel.aggregate import Aggregate

P_co = TypeVar("P_co", covariant=True)
P = TypeVar("P")
A = TypeVar("A", bound=Aggregate)
HASHING: Final = 2


class Listed(Protocol[P_co]):
    """A row of a file: who, and what is said of them."""

    @property
    def id(self) -> str:
        """The account."""
        ...

    @property
    def particulars(self) -> P_co:
        """What the file says."""
        ...


async def apply(files: Mapping[str, str], dry_run: bool, work: Work) -> list[Fault]:
    """Read the files and, if there is no fault and it is no dry run, make them so.

    Rows that say nothing new are not saved; accounts gone from the files become inactive.
    """
    directory, faults = await asyncio.to_thread(parse, files)
    faults = faults or await _strangers(directory, work)
    if not faults and not dry_run:
        await _make_so(directory, work)
    return faults


async def _make_so(directory: Directory, work: Work) -> None:
    owners = await work.accounts.all_owners(work.estate)
    staff = [one for one in await work.accounts.all_staff(work.estate) if one.id != ADMIN]
    changed_owners = revised(
        owners, directory.owners, revise_owner, partial(new_owner, work.estate)
    )
    changed_staff = revised(staff, directory.staff, revise_staff, partial(new_staff, work.estate))
    made = import_of(
        work,
        owners=owner_entries(changed_owners),
        staff=staff_entries(changed_staff),
        passwords=await _hashed(directory.passwords, work),
        site=_site(directory, work),
    )
    await carry_out(made, work)


def revised(
    known: Iterable[A],
    listed: Iterable[Listed[P]],
    revise: Callable[[A, P | None], bool],
    new: Callable[[str, P], A],
) -> list[A]:
    """Return those that must be saved for the accounts to be what is listed."""
    wanted = {row.id: row.particulars for row in listed}
    changed = [one for one in known if revise(one, wanted.pop(one.id, None))]
    return changed + [new(identity, said) for identity, said in wanted.items()]


def _site(directory: Directory, work: Work) -> Site:
    estate = directory.estate
    return Site(
        id=estate.id,
        estate=work.estate,
        name=estate.name,
        buildings=estate.buildings,
        departments=directory.departments,
        phone=estate.phone,
    )


async def _hashed(passwords: Mapping[str, str], work: Work) -> tuple[Password, ...]:
    """Return those that are not what is kept already, hashed: nothing else is written down."""
    gate = asyncio.Semaphore(HASHING)

    async def one(staff_id: str, password: str) -> Password | None:
        async with gate:
            hashed = await hashed_anew(staff_id, password, work)
        return Password(id=staff_id, hashed=hashed) if hashed else None

    acts = (one(staff_id, password) for staff_id, password in passwords.items())
    return tuple(found for found in await asyncio.gather(*acts) if found)


async def _strangers(directory: Directory, work: Work) -> list[Fault]:
    if directory.estate.id != work.estate:
        return [Fault("estate.toml", 1, f"id 应当是您所在的小区 {work.estate}，文件没有被采用")]
    owners = {one.id for one in directory.owners}
    staff = {one.id for one in directory.staff}
    taken = await work.accounts.taken_elsewhere(work.estate, frozenset(owners | staff))
    return [
        Fault("households.csv" if one in owners else "staff.csv", 1, f"编号 {one} 已被别的小区使用")
        for one in sorted(taken)
    ]
