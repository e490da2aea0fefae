"""Take one step with a request: what the staff do."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count, cycle
from typing import Final

from deploy.story import words
from deploy.story.case import Case
from deploy.story.doors import Answer
from deploy.story.patience import patient
from deploy.story.people import COLLEAGUES, DESK_CLERKS, Cast, Person
from deploy.story.phones import Late
from deploy.story.views import View
from shared.contracts.words import Status, Urgency

Step = Callable[[Case, Cast], Awaitable[None]]
HEADS: Final = {
    "engineering": "h-eng",
    "cleaning": "h-cln",
    "security": "h-sec",
    "service": "h-svc",
    "finance": "h-fin",
}
LOOKS: Final = int(patient(20))
_RHYTHM: Final = cycle((0.8, 1.6, 1.1, 2.2, 0.6, 1.4, 1.9))
_TURN: Final = count()


class Task(Answer):
    """A call that somebody owes."""

    task_id: str
    request_id: str


class Tasks(Answer):
    """The calls that one owes."""

    tasks: tuple[Task, ...]


async def breathe(cast: Cast) -> None:
    """Take the time that people take, as far as the pace allows."""
    await asyncio.sleep(next(_RHYTHM) * cast.pace)


async def move(case: Case, by: Person, what: str, **form: object) -> None:
    """Make a move through the door and show what came of it."""
    case.show(await by.do(View, f"/api/v1/requests/{case.request_id}/{what}", dict(form)))


async def assigned(case: Case, cast: Cast) -> None:
    """Wait until somebody has been given it."""
    await case.until(
        lambda it: it.status is Status.ASSIGNED and it.assignee is not None, "an assignee"
    )


async def look_over(case: Case, cast: Cast) -> None:
    """Note whether it was read rightly; where the script doubts it, a clerk corrects it."""
    scene, view = case.scene, case.seen
    case.misread = (view.category, view.urgency) != (scene.category, scene.urgency)
    if not case.misread:
        return
    if not scene.checked:
        case.faults.append(f"read as {view.urgency} {view.category}")
    clerk = await cast.staff(DESK_CLERKS[next(_TURN) % len(DESK_CLERKS)])
    await move(
        case,
        clerk,
        "reclassify",
        category=scene.category,
        urgency=scene.urgency,
        reason=words.CORRECTION,
    )
    await assigned(case, cast)


async def accept(case: Case, cast: Cast) -> None:
    """Let the assignee take it on."""
    await assigned(case, cast)
    await breathe(cast)
    await move(case, await _handler(case, cast), "accept")


async def arrive(case: Case, cast: Cast) -> None:
    """Be there, if somebody has to be there within the quarter of an hour."""
    if case.seen.urgency is Urgency.URGENT:
        await breathe(cast)
        await move(case, await _handler(case, cast), "arrive")


async def note(case: Case, cast: Cast) -> None:
    """Tell the owner of progress."""
    await breathe(cast)
    await move(case, await _handler(case, cast), "notes", note=words.NOTE)


async def pause(case: Case, cast: Cast) -> None:
    """Let it rest for a listed reason."""
    await breathe(cast)
    await move(case, await _handler(case, cast), "pause", reason=words.PAUSE_REASON)


async def resume(case: Case, cast: Cast) -> None:
    """Go on with it."""
    await asyncio.sleep(3 * cast.pace)
    await move(case, await _handler(case, cast), "resume")


async def transfer(case: Case, cast: Cast) -> None:
    """Ask a colleague of the same department to take it on, who does."""
    await breathe(cast)
    here = COLLEAGUES.get(case.seen.department or "", DESK_CLERKS)
    to = next(one for one in here if one != case.seen.assignee)
    by = await _handler(case, cast)
    await move(case, by, "transfer", to=to, reason=words.HAND_OVER)
    await breathe(cast)
    await move(case, await cast.staff(to), "transfer/accept")


async def resolve(case: Case, cast: Cast) -> None:
    """Be done with the work."""
    await breathe(cast)
    await breathe(cast)
    outcome = words.OUTCOMES[case.seen.category]
    await move(case, await _handler(case, cast), "resolve", outcome=outcome)


async def told(case: Case, cast: Cast) -> None:
    """Wait until the result has reached the owner: only that is feedback (policy.zh.md 三.3)."""
    await case.until(View.told, "the result to reach the owner")


async def phone_result(case: Case, cast: Cast) -> None:
    """Let the first responder make the call that the owner has asked for."""
    caller = await cast.staff(case.seen.first_responder)
    form: dict[str, object] = {"reached": True, "note": words.RESULT_CALL}
    await caller.do(Task, f"/api/v1/phone-tasks/{await _owed(case, caller)}/log", form)


async def call_back(case: Case, cast: Cast) -> None:
    """Let the first responder ring a dissatisfied owner (首问负责制)."""
    await _call(case, cast, reached=True, said=words.FOLLOW_UP_CALL)


async def call_in_vain(case: Case, cast: Cast) -> None:
    """Make further attempts at satisfying the owner, all recorded."""
    for at, said in enumerate(words.FURTHER_CALLS):
        await _call(case, cast, reached=at > 0, said=said)


async def sign_off(case: Case, cast: Cast) -> None:
    """Close it on the head's word, after three attempts."""
    await breathe(cast)
    head = await cast.staff(HEADS.get(case.seen.department or ""))
    await move(case, head, "sign-off", reason=words.SIGN_OFF)


async def take_back(case: Case, cast: Cast) -> None:
    """Cancel at the desk, since the owner rang."""
    await breathe(cast)
    clerk = await cast.staff(DESK_CLERKS[next(_TURN) % len(DESK_CLERKS)])
    await move(case, clerk, "cancel", reason=words.WITHDRAWAL_BY_PHONE)


async def _handler(case: Case, cast: Cast) -> Person:
    return await cast.staff(case.seen.assignee)


async def _call(case: Case, cast: Cast, *, reached: bool, said: str) -> None:
    await breathe(cast)
    by = await cast.staff(case.seen.first_responder)
    followed = words.FOLLOWED if reached else {}
    await move(case, by, "calls", reached=reached, note=said, **followed)


async def _owed(case: Case, caller: Person) -> str:
    for _ in range(LOOKS):
        tasks = (await caller.read(Tasks, "/api/v1/phone-tasks")).tasks
        for task in tasks:
            if task.request_id == case.request_id:
                return task.task_id
        await asyncio.sleep(1)
    raise Late("the call that is owed is not among the first responder's")
