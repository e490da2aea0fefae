"""Put a request into one line: number, place, words, kind, next promise, where it stands."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from deploy.story.case import Case
from deploy.story.views import View
from shared.contracts.words import Channel, ClockName, Status, Urgency

WIDTHS: Final = (9, 6, 9, 23, 10, 4, 14, 10, 6)
HEADER: Final = (
    "number",
    "by",
    "place",
    "request",
    "category",
    "how",
    "next promise",
    "stands",
    "with",
)
VIA: Final[Mapping[Channel, str]] = {
    Channel.APP: "app",
    Channel.WECHAT: "WeChat",
    Channel.DESK: "desk",
}
URGENCIES: Final[Mapping[Urgency, tuple[str, str]]] = {
    Urgency.URGENT: ("紧急", "bold red"),
    Urgency.IMPORTANT: ("重要", "yellow"),
    Urgency.GENERAL: ("一般", "green"),
}
PROMISES: Final[Mapping[ClockName, str]] = {
    ClockName.DISPATCH: "accept",
    ClockName.ARRIVAL: "arrive",
    ClockName.RESOLUTION: "resolve",
    ClockName.FEEDBACK: "tell",
    ClockName.FOLLOW_UP: "call",
}
STANDS: Final[Mapping[Status, str]] = {
    Status.SUBMITTED: "taken in",
    Status.ASSIGNED: "assigned",
    Status.ACCEPTED: "accepted",
    Status.ON_SITE: "on site",
    Status.PAUSED: "paused",
    Status.RESOLVED: "done",
    Status.REOPENED: "reopened",
    Status.CLOSED: "closed",
    Status.CANCELLED: "cancelled",
}
_SOON: Final = timedelta(minutes=5)
_STYLES: Final = {"closed": "green", "signed": "yellow", "cancelled": "dim", "wrong": "bold red"}


def header() -> Text:
    """Return the line above the lines."""
    return Text(" ".join(map(set_cell_size, HEADER, WIDTHS)).rstrip(), style="dim")


def line_of(case: Case, now: datetime) -> Text:
    """Return a request as it stands."""
    promise, hurry = (_ending(case), "") if case.over else _promise(case.view, now)
    stands = stands_of(case)
    urgency, colour = URGENCIES[case.view.urgency] if case.view else ("", "")
    cells = (
        (case.number, ""),
        (VIA[case.scene.channel], ""),
        (_place(case.view), ""),
        (_short(case.scene.text, WIDTHS[3]), ""),
        (case.view.category if case.view else "", ""),
        (urgency, colour),
        (promise, hurry),
        (stands, _STYLES.get(stands, "")),
        ((case.view and case.view.assignee_name) or "", ""),
    )
    return Text(" ").join(
        Text(set_cell_size(text, width), style=style)
        for (text, style), width in zip(cells, WIDTHS, strict=True)
    )


def stands_of(case: Case) -> str:
    """Return in a word where it stands; a second round of work shows."""
    view = case.view
    if case.over and case.faults:
        return "wrong"
    if view is None:
        return "taken in"
    if view.status is Status.CLOSED and not view.satisfied:
        return "signed"
    if view.status is Status.RESOLVED and view.told():
        return "told"
    again = " 2" if view.round > 1 and view.status is not Status.CLOSED else ""
    return STANDS[view.status] + again


def left(until: timedelta) -> str:
    """Return the time that is left as people say it: ``14:52``, ``3h59m``, ``2d23h``."""
    late = "-" if until < timedelta() else ""
    seconds = int(abs(until).total_seconds())
    if seconds < 3600:
        return f"{late}{seconds // 60:02}:{seconds % 60:02}"
    if seconds < 48 * 3600:
        return f"{late}{seconds // 3600}h{seconds // 60 % 60:02}m"
    return f"{late}{seconds // 86400}d{seconds // 3600 % 24:02}h"


def _ending(case: Case) -> str:
    """Return what the owner says in the end."""
    view = case.view
    if view is None or view.status is Status.CANCELLED:
        return "withdrawn 撤销"
    if view.satisfied is None:
        return "no answer yet"
    if not view.satisfied:
        return "not satisfied"
    return "satisfied 满意" if view.round == 1 else "2nd time 满意"


def _promise(view: View | None, now: datetime) -> tuple[str, str]:
    if view is None or not view.running:
        return "", ""
    following = view.running[0]
    until = following.due_at - now
    return f"{PROMISES[following.clock]:<7} {left(until):>6}", "red" if until < _SOON else ""


def _place(view: View | None) -> str:
    place = view.place if view else None
    if place is None:
        return ""
    if place.building and not place.unit:
        return f"{place.building} 栋"
    return "-".join(part for part in (place.building, place.unit, place.room) if part)


def _short(text: str, cells: int) -> str:
    return text if cell_len(text) <= cells else f"{set_cell_size(text, cells - 1).rstrip()}…"
