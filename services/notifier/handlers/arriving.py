"""Take note of what has arrived: a receipt, an opened inbox, a phone call."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

import structlog

from services.notifier.domain.notification import Call, Notification, State
from services.notifier.handlers.sending import record
from services.notifier.ports import Work
from shared.contracts.words import Outlet
from shared.kernel.errors import Missing, Refused

log = structlog.get_logger()


class CallIsOver(Refused):
    """The phone task has been done, or is no longer needed."""

    slug: ClassVar[str] = "phone-task-closed"


async def receipt(token: str, at: datetime, delivered: bool, work: Work) -> None:
    """Take a provider's receipt: early, late, twice or out of order, with one outcome."""
    row = await work.lists.row(token)
    if row is None:
        log.warning("receipt.unknown", notification=token)
        return
    arrived = min(at, work.now)
    if delivered:
        await record(row, lambda row: row.deliver(arrived), work)
    else:
        await record(row, lambda row: row.fail("provider: not delivered", arrived), work)
    work.world.records.spare(token)


async def open_inbox(person: str, before: datetime, work: Work) -> Sequence[Notification]:
    """Return a page of somebody's messages; what they fetch has arrived."""
    page = await work.lists.inbox(work.cause.estate, person, before)
    return await asyncio.gather(
        *(record(row, lambda row: row.deliver(work.now), work) for row in page)
    )


async def read(identity: str, person: str, work: Work) -> None:
    """Note that a person has opened one of their messages."""
    row = await work.notifications.get(identity)
    if row.letter.recipient != person or row.outlet is not Outlet.APP:
        raise Missing("没有找到这条消息。")
    await record(row, lambda row: row.read(work.now), work)


async def task_of(identity: str, by: str, anyones: bool, work: Work) -> Notification:
    """Return a phone task, to its caller or to those who oversee all."""
    task = await work.lists.row(identity)
    if task is None or task.estate != work.cause.estate:
        raise Missing("没有找到这项电话任务。")
    return _mine(task, by, anyones)


async def log_call(identity: str, call: Call, anyones: bool, work: Work) -> Notification:
    """Note a phone call that was made for a task; one that reached the owner ends it."""
    task = await work.notifications.get(identity)
    _mine(task, call.by, anyones)
    if task.state is not State.ACCEPTED:
        raise CallIsOver("这项电话任务已经结束,不必再打电话。")
    task.log_call(call)
    await work.notifications.save(task)
    return task


def _mine(task: Notification, by: str, anyones: bool) -> Notification:
    if task.outlet is not Outlet.PHONE or not (anyones or task.letter.caller == by):
        raise Missing("没有找到这项电话任务。")
    return task
