"""Be the request: what an owner asks for, from its submission to a satisfied owner."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from services.router.domain.act import Act
from services.router.domain.classify import Verdict
from services.router.domain.first_responder import first_responder
from services.router.domain.incidents.incident import Incident
from services.router.domain.joining import Joining
from shared.contracts.event import Place
from shared.contracts.requests import RequestSubmitted


@dataclass(slots=True, kw_only=True)
class Request(Joining):
    """The aggregate (诉求): its moves lie, by occasion, in the classes it is built on."""


def take_up(
    event: RequestSubmitted,
    verdict: Verdict,
    act: Act,
    current: Iterable[Incident] = (),
    into: Incident | None = None,
) -> Request:
    """Make a request of a submission: classified, placed with somebody, its clocks running.

    What is known already of ``current`` incidents stands for it; ``into`` is one its owner names.
    """
    request = _made(event, verdict, act)
    request.come_in(replace(act, channel=event.channel), current, into)
    if not request.hushed:
        request.ask_about_doubts(act)
    return request


def take_up_behind(event: RequestSubmitted, main: Request, act: Act) -> Request:
    """Make a request of an owner who says that it is the same as ``main``, which it follows."""
    same = Verdict(
        category=main.category,
        urgency=main.urgency,
        place=None,
        confidence=1.0,
        reasons=(f"业主加入 {main.number}",),
    )
    request = _made(event, same, act)
    request.come_behind(replace(act, channel=event.channel), main.facts(act), same.reasons[0])
    return request


def _made(event: RequestSubmitted, verdict: Verdict, act: Act) -> Request:
    place = _place(event, verdict)
    department = act.rules.department_of(verdict.category)
    return Request(
        id=event.request_id,
        estate=act.estate,
        number=event.number,
        channel=event.channel,
        reporter=event.reporter,
        text=event.text,
        submitted_at=event.submitted_at,
        round_started_at=event.submitted_at,
        category=verdict.category,
        urgency=verdict.urgency,
        place=place,
        confidence=verdict.confidence,
        reasons=verdict.reasons,
        heard_at=event.heard_at,
        prefers=event.prefers,
        attachments=event.attachments,
        department=department.id if department else None,
        first_responder=first_responder(
            act, taken_by=event.taken_by, building=place.building if place else None
        ),
    )


def _place(event: RequestSubmitted, verdict: Verdict) -> Place | None:
    read, home = verdict.place, event.reporter.place
    if read is None or event.place not in (None, home):
        return event.place or home
    if read.building or home is None:
        return read
    return Place(**{**home.model_dump(), "spot": read.spot or home.spot})
