"""Take the steps of a mishap that many report: it is confirmed, told to all, and ended for all."""

import asyncio
from typing import Final

from deploy.story import words
from deploy.story.answers import tells
from deploy.story.case import Case
from deploy.story.doors import Answer
from deploy.story.patience import patient
from deploy.story.people import DESK_CLERKS, Cast, Person
from deploy.story.phones import Late
from deploy.story.steps import breathe
from shared.contracts.incidents import RequestJoined

MEMBERS: Final = 4
LOOKS: Final = int(patient(60))
_AT: Final = "/api/v1/incidents"


class Member(Answer):
    """A request that belongs to an incident, or seems to."""

    request_id: str
    joined: bool


class Incident(Answer):
    """What is read of an incident; ``requests`` are those that it was proposed for."""

    incident_id: str
    status: str
    requests: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()


class Incidents(Answer):
    """The newest incidents."""

    incidents: tuple[Incident, ...]


async def taken_up(case: Case, _cast: Cast) -> None:
    """Wait until somebody has it; with the others it may be ended before it is looked at."""
    await case.until(lambda it: it.assignee is not None, "an assignee")


async def confirm(case: Case, cast: Cast) -> None:
    """Let a clerk confirm the incident that the third report has proposed."""
    clerk = await cast.staff(DESK_CLERKS[0])
    found = await _proposed(case, clerk)
    await breathe(cast)
    await clerk.do(Incident, f"{_AT}/{found}/confirm", {"text": words.MISHAP})


async def joined(case: Case, cast: Cast) -> None:
    """Be told at once that it is known, and what is being done."""
    await cast.phones.wait(
        lambda one: tells(one, case, cast, RequestJoined.type), "word that it is known", case.since
    )


async def end(case: Case, cast: Cast) -> None:
    """Tell all members how it stands once, then end it for them all."""
    clerk = await cast.staff(DESK_CLERKS[0])
    incident_id = await _gathered(case, clerk)
    await clerk.do(Incident, f"{_AT}/{incident_id}/updates", {"text": words.MISHAP_UPDATE})
    await breathe(cast)
    await clerk.do(Incident, f"{_AT}/{incident_id}/resolve", {"outcome": words.MISHAP_OVER})


async def _proposed(case: Case, clerk: Person) -> str:
    for _ in range(LOOKS):
        for one in (await clerk.read(Incidents, f"{_AT}?status=proposed&limit=20")).incidents:
            whole = await clerk.read(Incident, f"{_AT}/{one.incident_id}")
            if case.request_id in whole.requests:
                return one.incident_id
        await asyncio.sleep(0.5)
    raise Late("no incident was proposed after three reports of the same")


async def _gathered(case: Case, clerk: Person) -> str:
    for _ in range(LOOKS):
        for one in (await clerk.read(Incidents, f"{_AT}?status=open&limit=20")).incidents:
            whole = await clerk.read(Incident, f"{_AT}/{one.incident_id}")
            members = {member.request_id for member in whole.members if member.joined}
            if case.request_id in members and len(members) >= MEMBERS:
                return one.incident_id
        await asyncio.sleep(0.5)
    raise Late(f"the incident has not gathered its {MEMBERS} members")
