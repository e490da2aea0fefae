"""Say by which rules a member of staff phones an owner whom no outlet reaches."""

from collections.abc import Iterable

from services.notifier.domain.letter import Letter, Reach
from services.notifier.domain.notification import Notification
from shared.contracts.words import Outlet


def with_phone(plan: Iterable[Reach], letter: Letter, phone: str | None) -> tuple[Reach, ...]:
    """Put the phone task last, for letters that have a caller; elsewhere it is no outlet.

    An owner who asks for a call keeps it where they put it. The task stands even without a
    number: somebody must then go and see (policy.zh.md 三.3).
    """
    ways = tuple(plan)
    if letter.caller is None:
        return tuple(way for way in ways if way.outlet is not Outlet.PHONE)
    if any(way.outlet is Outlet.PHONE for way in ways):
        return ways
    return (*ways, Reach(outlet=Outlet.PHONE, to=phone or ""))


def notice_of(task: Notification) -> Letter:
    """Return the letter by which the caller learns of a phone task."""
    letter = task.letter
    return Letter(
        estate=letter.estate,
        recipient=letter.caller or "",
        cause=task.id,
        because=letter.because,
        about=letter.about,
        text=f"请您电话联系业主({_hint(task.to)}):{letter.script}",
        round=letter.round,
        story=letter.story,
        urgent=letter.urgent,
        speaks_of=(letter.recipient,),
    )


def _hint(phone: str) -> str:
    """Return no more of a number than may travel through other people's systems."""
    return f"尾号 {phone[-4:]}，号码见电话任务" if phone else "未留号码，请上门"
