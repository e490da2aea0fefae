"""Take note of what has arrived: a receipt, an opened inbox, a phone call."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

import structlog

from services.notifier.domain.notification import Call, Notification, State
from services.notifier.handlers.sending import record
from services.notifier.ports import Work
from shared.contracts.notifications import DeliveryReported
from shared.contracts.requests import RequestEscalated
from shared.contracts.words import Outlet
from shared.kernel.errors import Missing, Refused, Unavailable

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


async def hear_report(event: DeliveryReported, work: Work) -> None:
    """Take a platform's word on a message that it knows by a name of its own."""
    token = await token_of(event.outlet, event.provider_id, work)
    await receipt(token, event.reported_at, event.delivered, work)


async def token_of(outlet: Outlet, provider_id: str, work: Work) -> str:
    """Return our name for what a provider names by its own.

    Raises ``Unavailable`` if we know of none: the receipt may have outrun the record of the send.
    """
    row = await work.lists.row_of(outlet, provider_id)
    if row is None:
        raise Unavailable(f"{outlet}: a receipt for what is not recorded here yet")
    return row.id


async def read(identities: Sequence[str], person: str, work: Work) -> None:
    """Note that a person has been shown messages of their own: the app's receipt.

    A list that was only fetched proves nothing: pages refresh themselves behind a screen.
    """
    rows = await asyncio.gather(*(work.lists.row(identity) for identity in identities))
    mine = [row for row in rows if row and _is_to(row, person, work)]
    if len(mine) < len(rows):
        raise Missing("没有找到这条消息，请刷新消息列表。")
    await asyncio.gather(*(record(row, lambda row: row.read(work.now), work) for row in mine))


def _is_to(row: Notification, person: str, work: Work) -> bool:
    return (row.estate, row.letter.recipient, row.outlet) == (
        work.cause.estate,
        person,
        Outlet.APP,
    )


async def acknowledge(identity: str, person: str, work: Work) -> None:
    """Note that a paged person has seen the page, on whichever outlets it lies or was due."""
    page = await work.lists.row(identity)
    if page is None or page.estate != work.cause.estate or page.letter.recipient != person:
        raise Missing("没有找到这条提醒，请在工作台查看诉求。")
    if page.letter.because != RequestEscalated.type or page.rung:
        raise Missing("这条消息不需要确认，请在工作台查看诉求。")
    await record(page, lambda row: row.acknowledge(work.now), work)
    for rung in range(1, len(Outlet)):
        if later := await work.lists.row(page.letter.row_id(rung)):
            await record(later, lambda row: row.read(work.now), work)


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
        raise CallIsOver("这项电话任务已经结束，不必再打电话。")
    task.log_call(call)
    await work.notifications.save(task)
    return task


def _mine(task: Notification, by: str, anyones: bool) -> Notification:
    if task.outlet is not Outlet.PHONE or not (anyones or task.letter.caller == by):
        raise Missing("没有找到这项电话任务。")
    return task
