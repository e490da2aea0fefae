"""Make the accounts what the estate's files say: all of it, or nothing if anything is wrong."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Final, Protocol, TypeVar

from services.gateway.domain.accounts import (
    Owner,
    OwnerParticulars,
    Staff,
    StaffParticulars,
    revise_owner,
    revise_staff,
)
from services.gateway.domain.directory import Directory, Fault, parse
from services.gateway.domain.site import Site
from services.gateway.handlers.staff import ADMIN, set_password
from services.gateway.ports import Work
from shared.kernel.aggregate import Aggregate
from shared.store.port import Repository

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
    changed_owners = revised(owners, directory.owners, revise_owner, new_owner(work.estate))
    changed_staff = revised(staff, directory.staff, revise_staff, new_staff(work.estate))
    await _revise_site(directory, work)
    await save_all(work.kept.staff, changed_staff)
    await save_all(work.kept.owners, changed_owners)
    await _set_passwords(directory.passwords, work)


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


def new_owner(estate: str) -> Callable[[str, OwnerParticulars], Owner]:
    """Return what makes an owner's account in ``estate``."""

    def new(identity: str, said: OwnerParticulars) -> Owner:
        owner = Owner(id=identity, estate=estate, particulars=said)
        owner.tell()
        return owner

    return new


def new_staff(estate: str) -> Callable[[str, StaffParticulars], Staff]:
    """Return what makes an account of a member of staff in ``estate``."""

    def new(identity: str, said: StaffParticulars) -> Staff:
        staff = Staff(id=identity, estate=estate, particulars=said)
        staff.tell()
        return staff

    return new


async def save_all(repository: Repository[A], changed: Iterable[A]) -> None:
    """Save them side by side."""
    await _all(repository.save(one) for one in changed)


async def _revise_site(directory: Directory, work: Work) -> None:
    estate = directory.estate
    wanted = Site(
        id=estate.id,
        estate=work.estate,
        name=estate.name,
        buildings=estate.buildings,
        departments=directory.departments,
    )
    site = await work.kept.sites.find(estate.id)
    if site is None or site.revise(wanted):
        await work.kept.sites.save(site or wanted)


async def _set_passwords(passwords: Mapping[str, str], work: Work) -> None:
    gate = asyncio.Semaphore(HASHING)

    async def one(staff_id: str, password: str) -> None:
        async with gate:
            await set_password(staff_id, password, work)

    await _all(one(staff_id, password) for staff_id, password in passwords.items())


async def _all(acts: Iterable[Coroutine[None, None, None]]) -> None:
    """Await them side by side; the first failure is raised as it is once all have ended."""
    for outcome in await asyncio.gather(*acts, return_exceptions=True):
        if isinstance(outcome, BaseException):
            raise outcome


async def _strangers(directory: Directory, work: Work) -> list[Fault]:
    if directory.estate.id != work.estate:
        return [Fault("estate.toml", 1, f"id 应当是您所在的小区 {work.estate},文件没有被采用")]
    owners = {one.id for one in directory.owners}
    staff = {one.id for one in directory.staff}
    taken = await work.accounts.taken_elsewhere(work.estate, frozenset(owners | staff))
    return [
        Fault("households.csv" if one in owners else "staff.csv", 1, f"编号 {one} 已被别的小区使用")
        for one in sorted(taken)
    ]
