"""Take the steps that are the owner's: open the app, urge, cancel, answer the survey."""

from itertools import cycle
from typing import Final

from deploy.story import words
from deploy.story.case import Case
from deploy.story.doors import Answer, Call
from deploy.story.people import VISITORS, Cast
from deploy.story.phones import Message, link_in
from deploy.story.steps import breathe, move
from shared.contracts.requests import RequestResolved
from shared.contracts.surveys import SurveyOpened
from shared.contracts.words import Outlet, Status

_HAPPY: Final = cycle(words.HAPPY_WORDS)
_UNHAPPY: Final = cycle(words.UNHAPPY_WORDS)


class Letter(Answer):
    """One message in an owner's inbox."""

    notification_id: str
    text: str
    about: str
    because: str
    round: int


class Inbox(Answer):
    """The newest messages of an owner."""

    messages: tuple[Letter, ...]


class Page(Answer):
    """What the survey's page shows."""

    number: str
    state: str


async def read_result(case: Case, cast: Cast) -> None:
    """Look at the phone when it rings; an owner of the app opens it, which is the receipt."""
    if case.scene.who in VISITORS:
        return
    message = await cast.phones.wait(
        lambda one: tells(one, case, cast, RequestResolved.type), "the result", case.since
    )
    if message.outlet == Outlet.APP:
        await _open_inbox(case, cast)


async def urge(case: Case, cast: Cast) -> None:
    """Press for it: in the app oneself, else through the desk."""
    await breathe(cast)
    by = await (cast.owner(case.scene.who) if case.scene.channel == "app" else cast.staff("c01"))
    await move(case, by, "urge")


async def withdraw(case: Case, cast: Cast) -> None:
    """Cancel one's own request in the app."""
    await breathe(cast)
    await move(case, await cast.owner(case.scene.who), "cancel", reason=words.WITHDRAWAL)


async def be_satisfied(case: Case, cast: Cast) -> None:
    """Answer the survey kindly; that closes the request."""
    await _answer(case, cast, happy=True)
    await case.until(lambda it: it.status is Status.CLOSED, "the request to be closed")


async def be_dissatisfied(case: Case, cast: Cast) -> None:
    """Answer the survey as one whose trouble is still there; that opens the request again."""
    before = case.seen.round
    await _answer(case, cast, happy=False)
    await case.until(lambda it: it.round > before, "the request to be opened again")


async def be_silent(case: Case, cast: Cast) -> None:
    """Get the survey's link and leave it."""
    await _link(case, cast)


async def _answer(case: Case, cast: Cast, *, happy: bool) -> None:
    token = await _link(case, cast)
    await breathe(cast)
    await cast.doors.ask(Page, Call(path=f"/api/v1/surveys/{token}"))
    form: dict[str, object] = {
        "speed": 5 if happy else 2,
        "effect": 5 if happy else 1,
        "attitude": 4,
        "solved": happy,
        "words": next(_HAPPY if happy else _UNHAPPY),
    }
    await cast.doors.ask(Page, Call(path=f"/api/v1/surveys/{token}/answer", form=form))


async def _link(case: Case, cast: Cast) -> str:
    message = await cast.phones.wait(
        lambda one: tells(one, case, cast, SurveyOpened.type), "the survey's link", case.since
    )
    case.since = len(cast.phones.messages)
    if message.outlet != Outlet.APP:
        return link_in(message.text)
    letters = await _open_inbox(case, cast)
    return next(
        link_in(one.text)
        for one in letters
        if (one.about, one.because, one.round)
        == (case.request_id, SurveyOpened.type, case.seen.round)
    )


async def _open_inbox(case: Case, cast: Cast) -> tuple[Letter, ...]:
    owner = await cast.owner(case.scene.who)
    messages = (await owner.read(Inbox, "/api/v1/inbox")).messages
    if messages:
        await owner.show([one.notification_id for one in messages])
    return messages


def tells(one: Message, case: Case, cast: Cast, because: str) -> bool:
    """Tell whether a message tells this case's owner, and not the staff, of that event."""
    owner = cast.owners.get(case.scene.who)
    theirs = (owner.owner_id, owner.phone, owner.openid) if owner else (VISITORS[case.scene.who],)
    return (one.about, one.because) == (case.request_id, because) and one.to in theirs
