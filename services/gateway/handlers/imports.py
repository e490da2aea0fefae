"""Take a property company's own sheets in: all of them, or nothing if anything is wrong."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from services.gateway.domain.accounts import revise_owner, revise_staff
from services.gateway.domain.directory.crew import read_crew, read_shifts
from services.gateway.domain.directory.grid import Findings, Flaw, Grid, Line
from services.gateway.domain.directory.model import Estate
from services.gateway.domain.directory.residents import read_residents
from services.gateway.domain.site import Site
from services.gateway.handlers.directory import Listed, revised
from services.gateway.handlers.journal import (
    carry_out,
    import_of,
    new_owner,
    new_staff,
    owner_entries,
    staff_entries,
)
from services.gateway.handlers.staff import ADMIN
from services.gateway.ports import Work
from shared.kernel.aggregate import Aggregate
from shared.kernel.errors import Refused

A = TypeVar("A", bound=Aggregate)
P = TypeVar("P")


class NoEstateYet(Refused):
    """The estate's own files have not been loaded, so no room can be checked."""

    slug = "no-estate-yet"


@dataclass(slots=True, frozen=True, kw_only=True)
class Order:
    """What to do with sheets: ``whole`` ends accounts that they do not name."""

    grids: tuple[Grid, ...]
    whole: bool
    dry_run: bool


@dataclass(slots=True, kw_only=True)
class Imported:
    """What came of it: rows read, accounts by what becomes of them, and what was found."""

    findings: Findings
    rows: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)


async def take_owners(order: Order, work: Work) -> Imported:
    """Make the owners what the sheets say; nothing changes on a flaw or a dry run."""
    site, known = await _site(work), await work.accounts.all_owners(work.estate)
    kept = [one for one in known if one.erased_at is None]
    findings = Findings()
    listed = await asyncio.to_thread(read_residents, order.grids, _estate(site), kept, findings)
    findings.flaws += await _strangers(listed, work)
    new = partial(new_owner, work.estate)
    changed = _changed(known, listed, order, revise_owner, new)
    told = _told(findings, listed, changed)
    if changed and not findings.flaws and not order.dry_run:
        await carry_out(import_of(work, owners=owner_entries(changed)), work)
    return told


async def take_staff(order: Order, work: Work) -> Imported:
    """Make the staff what the sheets say; nothing changes on a flaw or a dry run."""
    site = await _site(work)
    known = [one for one in await work.accounts.all_staff(work.estate) if one.id != ADMIN]
    findings = Findings()
    listed = read_crew(order.grids, _estate(site), site.departments, known, findings)
    findings.flaws += await _strangers(listed, work)
    new = partial(new_staff, work.estate)
    changed = _changed(known, listed, order, revise_staff, new)
    told = _told(findings, listed, changed)
    if changed and not findings.flaws and not order.dry_run:
        await carry_out(import_of(work, staff=staff_entries(changed)), work)
    return told


async def read_roster(
    grids: tuple[Grid, ...], work: Work
) -> tuple[Findings, list[tuple[Line, tuple[str, ...]]]]:
    """Return the roster's rows in the router's words; names are looked up among the staff."""
    findings, known = Findings(), await work.accounts.all_staff(work.estate)
    return findings, read_shifts(grids, known, findings)


def _changed(
    known: Iterable[A],
    listed: Sequence[Listed[P]],
    order: Order,
    revise: Callable[[A, P | None], bool],
    new: Callable[[str, P], A],
) -> list[A]:
    named = {one.id for one in listed}
    concerned = [one for one in known if order.whole or one.id in named]
    return revised(concerned, listed, revise, new)


def _told(findings: Findings, listed: Sequence[object], changed: Sequence[Aggregate]) -> Imported:
    added = [one for one in changed if not one.version]
    gone = [one for one in changed if one.version and not getattr(one, "active", True)]
    counts = {
        "added": len(added),
        "gone": len(gone),
        "changed": len(changed) - len(added) - len(gone),
    }
    return Imported(findings=findings, rows=len(listed), counts=counts)


async def _strangers(listed: Sequence[Listed[P]], work: Work) -> list[Flaw]:
    ids = frozenset(one.id for one in listed)
    taken = await work.accounts.taken_elsewhere(work.estate, ids)
    return [
        Flaw(sheet="", row=1, column="", reason=f"编号 {one} 已被别的小区使用")
        for one in sorted(taken)
    ]


async def _site(work: Work) -> Site:
    site = await work.kept.sites.find(work.estate)
    if site is None:
        raise NoEstateYet("请先载入小区资料（楼栋、单元和部门），再导入表格。")
    return site


def _estate(site: Site) -> Estate:
    return Estate(id=site.id, name=site.name, buildings=site.buildings)
