"""Give staff the calls that they owe, and take note of those made (policy.zh.md 三.3)."""

from contextlib import suppress
from datetime import datetime
from typing import Annotated, Final

from aiohttp import web
from pydantic import StringConstraints

from services.notifier.api.door import work_of
from services.notifier.domain.contact import masked
from services.notifier.domain.notification import Call, Notification, State
from services.notifier.handlers import arriving
from shared.contracts.words import STAFF, Role
from shared.kernel.errors import Seen
from shared.web.audit import note
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Form, Routes, View, operation

routes = Routes()
OVERSEERS: Final = frozenset({Role.CLERK, Role.HEAD, Role.MANAGER, Role.ADMIN})


class CallForm(Form):
    """What came of a call."""

    reached: bool
    note: Annotated[str, StringConstraints(max_length=500)] = ""


class CallView(View):
    """A call that was made."""

    at: datetime
    by: str
    reached: bool
    note: str


class TaskView(View):
    """A call that is owed: whom, about which request, and what to say."""

    task_id: str
    request_id: str
    round: int
    caller: str | None
    phone: str
    script: str
    opened_at: datetime
    done: bool
    calls: tuple[CallView, ...]


class WholeNumber(View):
    """The number as the owner left it; empty when there is none."""

    phone: str


class TasksView(View):
    """Open phone tasks, oldest first."""

    tasks: tuple[TaskView, ...]


@routes.get("/api/v1/phone-tasks")
@operation(roles=STAFF)
async def show(request: web.Request, who: Principal) -> TasksView:
    """Show the calls that one owes; managers and administrators see everybody's."""
    work = work_of(request, who)
    caller = None if who.role in {Role.MANAGER, Role.ADMIN} else who.id
    tasks = await work.lists.calls(who.estate, caller)
    return TasksView(tasks=tuple(_view(task) for task in tasks))


@routes.post("/api/v1/phone-tasks/{task_id}/phone")
@operation(roles=STAFF, headers=REPEATABLE)
async def unmask(request: web.Request, who: Principal, task_id: str) -> WholeNumber:
    """Show the number to whoever owes the call; each time is written down."""
    task = await arriving.task_of(task_id, who.id, who.role in OVERSEERS, work_of(request, who))
    await note(request, who, "phone.unmasked", task_id)
    return WholeNumber(phone=task.to)


@routes.post("/api/v1/phone-tasks/{task_id}/log")
@operation(roles=STAFF, headers=REPEATABLE)
async def log(request: web.Request, who: Principal, task_id: str, form: CallForm) -> TaskView:
    """Log a call; one that reached the owner counts as the feedback."""
    work = work_of(request, who)
    call = Call(at=work.now, by=who.id, reached=form.reached, note=form.note)
    overseer = who.role in OVERSEERS
    with suppress(Seen):
        await arriving.log_call(task_id, call, overseer, work)
    return _view(await arriving.task_of(task_id, who.id, overseer, work))


def _view(task: Notification) -> TaskView:
    return TaskView(
        task_id=task.id,
        request_id=task.letter.about,
        round=task.letter.round,
        caller=task.letter.caller,
        phone=masked(task.to),
        script=task.letter.script,
        opened_at=task.created_at,
        done=task.state is not State.ACCEPTED,
        calls=tuple(
            CallView(at=call.at, by=call.by, reached=call.reached, note=call.note)
            for call in task.calls
        ),
    )
