"""The record of a send waits a moment for the receipt that would make it idle."""

import asyncio
from datetime import timedelta

import pytest

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


async def test_a_second_send_of_a_row_is_recorded_though_the_first_record_is_still_open() -> None:
    recorder, first, second = Recorder(), Record(), Record()
    async with recorder.running():
        await recorder.put("row-1", first, timedelta(seconds=0.02))
        await recorder.put("row-1", second, timedelta(seconds=0.1))
    assert (first.made, second.made) == (1, 1)


async def test_a_record_that_fails_is_told_and_frees_its_place(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def fail() -> None:
        raise KeyError("a bug")

    recorder, record = Recorder(most=1), Record()
    async with recorder.running():
        await recorder.put("row-1", fail, NOT_AT_ALL)
        await recorder.put("row-2", record, NOT_AT_ALL)
    assert record.made == 1
    assert "notification.record-failed" in capsys.readouterr().out
