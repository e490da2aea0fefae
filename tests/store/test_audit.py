"""The audit trail only grows: its lines are numbered, bound to each other, and read by number."""

import asyncio

import pytest

from shared.contracts.audit import Noted
from shared.kernel.clock import utc_now
from shared.runtime.mongo import Database
from shared.store.audit import AuditTrail


def an_act(number: int = 1, estate: str = "sample") -> Noted:
    return Noted(
        estate=estate,
        at=utc_now(),
        who="c01",
        role="clerk",
        what="phone.unmasked",
        about=f"r{number}",
    )


async def test_the_newest_lines_come_first_page_by_page(database: Database) -> None:
    trail = AuditTrail(database)
    for number in range(1, 6):
        await trail.note(an_act(number))
    seen, cursor = [], None
    for _ in range(3):
        sheet = await trail.sheet("sample", cursor, 2)
        seen += [line.about for line in sheet.lines]
        cursor = sheet.cursor
        assert sheet.intact
    assert (seen, cursor) == (["r5", "r4", "r3", "r2", "r1"], None)


async def test_another_estate_s_lines_are_not_there(database: Database) -> None:
    trail = AuditTrail(database)
    await trail.note(an_act(estate="elsewhere"))
    assert (await trail.sheet("sample", None, 10)).lines == ()


async def test_two_processes_that_write_at_once_lose_no_line(database: Database) -> None:
    one, other = AuditTrail(database), AuditTrail(database)
    await asyncio.gather(*(trail.note(an_act(n)) for n in range(10) for trail in (one, other)))
    sheet = await AuditTrail(database).sheet("sample", None, 50)
    assert ([line.seq for line in sheet.lines], sheet.intact) == (list(range(20, 0, -1)), True)


@pytest.mark.parametrize("deed", ["changed", "taken out", "cut off"])
async def test_tampering_shows(database: Database, deed: str) -> None:
    trail = AuditTrail(database)
    for number in range(1, 5):
        await trail.note(an_act(number))
    lines = database.client[f"{database.name}_audit"]["lines"]
    if deed == "changed":
        await lines.update_one({"_id": "sample/000000000002"}, {"$set": {"who": "somebody else"}})
    else:
        gone = "sample/000000000004" if deed == "cut off" else "sample/000000000002"
        await lines.delete_one({"_id": gone})
    assert not (await trail.sheet("sample", None, 10)).intact
