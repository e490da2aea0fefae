"""Do what people ask of incidents: staff open them and change their members, owners join."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from services.router.domain.act import Act
from services.router.domain.classify import Verdict
from services.router.domain.incidents.incident import Incident
from services.router.domain.incidents.making import Announced, made_by_hand
from services.router.domain.incidents.nearness import touches
from services.router.domain.request import Request, take_up, take_up_behind
from services.router.handlers.incidents import order, people, touch
from services.router.ports import Work
from shared.contracts.requests import Reporter, RequestSubmitted
from shared.contracts.words import Channel
from shared.kernel.errors import Conflict, Missing
from shared.kernel.ids import derived_id, number_of

_NONE = "没有找到这个事件，请检查编号"


async def open_by_hand(said: Announced, by: str, work: Work) -> Incident:
    """Open an incident or announce works; a repeat of the command makes the same one."""
    identity = derived_id("incident", work.cause.estate, work.cause.id)
    incident = made_by_hand(identity, said, await work.act(by))
    with suppress(Conflict):
        await work.incidents.save(incident)
    work.known.forget(incident.estate)
    return incident


async def say(
    incident_id: str, text: str, expected_until: datetime | None, by: str, work: Work
) -> Incident:
    """Tell every member how an incident stands, each owner once."""
    members = await people(incident_id, work)

    def update(incident: Incident, act: Act) -> None:
        incident.update(act, text, expected_until, members)

    return await order(incident_id, update, work, by)


async def change_members(
    incident_id: str, add: Sequence[str], remove: Sequence[str], by: str, work: Work
) -> Incident:
    """Take requests in, or let them go on by themselves."""
    incident = await work.known.find(work.cause.estate, incident_id)
    if incident is None:
        raise Missing(_NONE)
    incident.must_take()

    def leave(request: Request, act: Act) -> bool:
        request.leave(act, incident)
        return True

    act = await work.act(by, "console")
    await touch(add, lambda request, act: request.join(act, incident), act, work)
    await touch(remove, leave, act, work)
    return incident


async def join_as_owner(incident_id: str, owner: Reporter, words: str, work: Work) -> Request:
    """Make an owner a member: by their own open report of it, or by one made for them.

    A request of their own means that nothing is lost: they get the receipt, each update, the
    result and the question, and a "no" goes on as theirs.
    """
    incident = await work.known.find(work.cause.estate, incident_id)
    if incident is None or not touches(incident.places, owner.place):
        raise Missing(_NONE)
    incident.must_take()
    mine = [
        one
        for one in await work.known.members(incident.estate, incident.id)
        if one.reporter.owner_id == owner.owner_id and one.in_hand
    ]
    if mine:
        act = await work.act(owner.owner_id, Channel.APP)
        await touch([mine[0].id], lambda it, act: it.join(act, incident), act, work)
        return await _shown(mine[0], work)
    identity = derived_id("join", incident.id, owner.owner_id or "")
    request = take_up(
        _submission(identity, owner, words or f"我家也是：{incident.text}", work),
        Verdict(
            category=incident.category,
            urgency=incident.urgency,
            place=None,
            confidence=1.0,
            reasons=("业主加入已知事件",),
        ),
        await work.act(owner.owner_id),
        into=incident,
    )
    with suppress(Conflict):
        await work.requests.save(request)
    return await _shown(request, work)


async def follow_as_owner(main_id: str, owner: Reporter, words: str, work: Work) -> Request:
    """Make an owner's own request that follows an open one of the same, as if it were merged."""
    main = await work.lists.find(work.cause.estate, main_id)
    if main is None or not main.everybodys or not touches(main.nearby, owner.place):
        raise Missing("这件事已经处理完或不在您附近，请直接提交您的诉求")
    if main.reporter.owner_id == owner.owner_id:
        return main
    identity = derived_id("join", main.id, owner.owner_id or "")
    said = _submission(identity, owner, words or f"我家与 {main.number} 是同样的情况", work)
    request = take_up_behind(said, main, await work.act(owner.owner_id))
    with suppress(Conflict):
        await work.requests.save(request)
    return await _shown(request, work)


async def _shown(request: Request, work: Work) -> Request:
    return await work.lists.find(request.estate, request.id) or request


def _submission(identity: str, owner: Reporter, text: str, work: Work) -> RequestSubmitted:
    return RequestSubmitted(
        request_id=identity,
        number=number_of(identity),
        channel=Channel.APP,
        reporter=owner,
        text=text,
        submitted_at=work.now,
        place=owner.place,
    )
