"""The record of a send waits a moment for the receipt that would make it idle."""

import asyncio
from datetime import timedelta

from services.notifier.handlers.recording import Recorder
from tests.support.eventually import eventually

LONG, NOT_AT_ALL = timedelta(seconds=60), timedelta()


class Record:
    """Counts how often it was made."""

    def __init__(self) -> None:
        self.made = 0

    async def __call__(self) -> None:
        """Make the record."""
        await asyncio.sleep(0)
        self.made += 1


async def test_a_record_is_made_beside_whoever_sent() -> None:
    recorder, record = Recorder(), Record()
    async with recorder.running():
        await recorder.put("row-1", record, NOT_AT_ALL)
        await eventually(lambda: record.made == 1)


async def test_a_receipt_spares_the_record() -> None:
    recorder, record = Recorder(), Record()
    async with recorder.running():
        await recorder.put("row-1", record, LONG)
        recorder.spare("row-1")
    assert record.made == 0


async def test_another_row_s_receipt_spares_nothing() -> None:
    recorder, record = Recorder(), Record()
    async with recorder.running():
        await recorder.put("row-1", record, timedelta(seconds=0.05))
        recorder.spare("row-2")
    assert record.made == 1


async def test_what_is_open_is_recorded_before_the_service_ends() -> None:
    recorder, record = Recorder(), Record()
    async with recorder.running():
        await recorder.put("row-1", record, timedelta(seconds=0.1))
    assert record.made == 1


async def test_a_full_recorder_lets_the_sender_wait() -> None:
    recorder, record = Recorder(most=1), Record()
    async with recorder.running():
        await recorder.put("row-1", record, LONG)
        second = asyncio.create_task(recorder.put("row-2", record, NOT_AT_ALL))
        await asyncio.sleep(0)
        waited = not second.done()
        recorder.spare("row-1")
        await second
    assert (waited, record.made) == (True, 1)
