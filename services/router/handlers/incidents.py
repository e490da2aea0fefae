"""Carry incidents out: propose, gather who reports the same, resolve the members at the end."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Final

from services.router.domain.act import Act
from services.router.domain.incidents.incident import Incident
from services.router.domain.incidents.recognition import Report, joins, propose_around, recognise
from services.router.domain.incidents.state import Stage
from services.router.domain.request import Request
from services.router.handlers.trying import trying
from services.router.ports import Work
from shared.contracts.incidents import IncidentClosed, IncidentConfirmed
from shared.contracts.requests import Reporter
from shared.kernel.errors import Conflict, Seen

AT_ONCE: Final = 32
SKEW: Final = timedelta(minutes=5)
Order = Callable[[Incident, Act], None]
Touch = Callable[[Request, Act], bool]


async def suggest(request: Request, work: Work) -> None:
    """Propose an incident once enough reports say the same; a repeat makes the same one."""
    act, report = await work.act(), request.report
    known = await work.known.current(request.estate)
    seems = recognise(report, known, act.rules.policy.incidents)
    if seems and seems.stage is Stage.PROPOSED:
        await _widen(seems.id, report, act, work)
    if request.incident or seems:
        return
    taken = {seed for one in known for seed in one.seeds}
    around = await _around(request, act, work)
    free = [one for one in around if one.in_hand and not one.incident and one.id not in taken]
    if incident := propose_around(report, [one.report for one in free], act):
        with suppress(Conflict):
            await work.incidents.save(incident)
        work.known.forget(request.estate)


async def order(incident_id: str, move: Order, work: Work, by: str | None = None) -> Incident:
    """Load an incident, make the move, save; whoever comes second is told who was first."""
    act = await work.act(by)

    async def once() -> Incident:
        incident = await work.incidents.get(incident_id)
        move(incident, act)
        await work.incidents.save(incident)
        return incident

    incident = await trying(once)
    work.known.forget(incident.estate)
    return incident


async def gather(event: IncidentConfirmed, work: Work) -> None:
    """Take in the requests of which an incident was made, and all that say the same."""
    await _gather(event.incident.incident_id, work)


async def settle(event: IncidentClosed, work: Work) -> None:
    """Resolve what belongs to an incident that is over; the usual questions go out."""
    await _settle(event.incident.incident_id, work)


async def look_at(incident_id: str, work: Work) -> None:
    """Do what has fallen due on an incident; what came while it changed is seen to as well."""
    incident = await work.incidents.get(incident_id)
    if incident.look(await work.act()):
        await _gather(incident_id, work)
        await _settle(incident_id, work)
    await work.incidents.save(incident)
    work.known.forget(incident.estate)


async def people(incident_id: str, work: Work) -> list[Reporter]:
    """Return the members' owners, each once."""
    members = await work.known.members(work.cause.estate, incident_id)
    joined = [one for one in members if one.incident and one.incident.joined]
    return list({one.report.who or one.id: one.reporter for one in joined}.values())


async def told_by(request: Request, work: Work) -> list[Request]:
    """Return the owner's other requests that are told, and asked about, by this one."""
    if request.incident is None or not request.incident.settled:
        return []
    members = await work.known.members(request.estate, request.incident.incident)
    return [one for one in members if one.incident and one.incident.told_with == request.id]


async def touch(ids: Iterable[str], move: Touch, act: Act, work: Work) -> None:
    """Make the move on each request, unless it was made before."""
    waiting = list(ids)

    async def once(identity: str) -> None:
        request = await work.requests.find(identity)
        if request and move(request, act):
            await work.requests.save(request)

    async def one(identity: str) -> None:
        with suppress(Seen):
            await trying(partial(once, identity))

    for first in range(0, len(waiting), AT_ONCE):
        await asyncio.gather(*(one(identity) for identity in waiting[first : first + AT_ONCE]))


async def _gather(incident_id: str, work: Work) -> None:
    incident = await work.known.find(work.cause.estate, incident_id)
    if incident is None or incident.stage is not Stage.OPEN:
        return
    act = await work.act()
    terms = act.rules.policy.incidents
    named = {one.id: one for one in await work.known.members(incident.estate, incident_id)}
    around = {one.id: one for one in await _like(incident, act, work)}
    seeds = [await work.lists.find(incident.estate, identity) for identity in incident.seeds]
    fitting = [
        one
        for one in {**around, **named}.values()
        if recognise(one.report, (incident,), terms) and joins(incident, one.report, terms)
    ]
    joined = [one for one in named.values() if one.ends_with]
    chosen = {one.id: one for one in (*seeds, *fitting) if one and one.in_hand}
    tellers = _tellers((*joined, *chosen.values()))

    def join(request: Request, act: Act) -> bool:
        return request.join(act, incident, tellers[request.id])

    await touch(chosen, join, act, work)


async def _settle(incident_id: str, work: Work) -> None:
    incident = await work.known.find(work.cause.estate, incident_id)
    if incident is None or incident.stage is not Stage.CLOSED:
        return
    members = await work.known.members(incident.estate, incident_id)
    ending = [one for one in members if one.ends_with]
    tellers = _tellers(ending)

    def end(request: Request, act: Act) -> bool:
        return request.settle(act, incident.outcome or "", tellers[request.id])

    await touch([one.id for one in ending], end, await work.act(), work)


def _tellers(requests: Iterable[Request]) -> dict[str, str | None]:
    """Return by which request each one's owner is told: None by itself, else by their first."""
    first: dict[str, str] = {}
    tellers: dict[str, str | None] = {}
    for one in requests:
        teller = first.setdefault(one.report.who or one.id, one.id)
        tellers[one.id] = None if teller == one.id else teller
    return tellers


async def _widen(incident_id: str, report: Report, act: Act, work: Work) -> None:
    """Let a proposed incident reach where a further report of it comes from."""
    incident = await work.incidents.find(incident_id)
    if incident and incident.widen(report.place, act):
        await work.incidents.save(incident)
        work.known.forget(incident.estate)


async def _around(request: Request, act: Act, work: Work) -> list[Request]:
    window = act.rules.policy.incidents.window
    until = min(request.submitted_at + window, work.now + SKEW)
    found: dict[str, Request] = {}
    for key in request.alikes:
        near = await work.known.alike(key, request.submitted_at - window, until)
        found |= {one.id: one for one in near}
    return list(found.values())


async def _like(incident: Incident, act: Act, work: Work) -> list[Request]:
    """Return the requests like its seeds that have come since then and belong to no incident."""
    window = act.rules.policy.incidents.window
    found: dict[str, Request] = {}
    keys: dict[str, None] = {}
    for identity in incident.seeds:
        seed = await work.lists.find(incident.estate, identity)
        keys |= dict.fromkeys(seed.alikes if seed else ())
    for key in keys:
        near = await work.known.alike(key, incident.since - window, act.at)
        found |= {one.id: one for one in near if one.incident is None}
    return list(found.values())
