"""Merge requests, and keep those that follow in step with the one they follow."""

from contextlib import suppress
from typing import Final

from services.router.domain.refusals import CannotMerge
from services.router.domain.request import Request
from services.router.domain.rights import Person, check
from services.router.handlers.moves import obey
from services.router.ports import Work
from shared.contracts.arrangements import MainMoved, RequestMerged, RequestUnmerged
from shared.kernel.errors import Missing, Seen

_TOO_LATE: Final = "主诉求已经办完或已并入别的诉求，本诉求恢复单独处理"


async def merge(request_id: str, into: str, reason: str, who: Person, work: Work) -> Request:
    """Merge a request into another that is still in hand and follows none itself.

    ``into`` is the other's id, or the number that people call it by.
    """
    estate, number = work.cause.estate, into.strip().upper()
    main = await work.lists.find(estate, into) or await work.lists.numbered(estate, number)
    if main is None:
        raise Missing("没有找到要并入的诉求，请检查编号")
    check("see", who, main)
    if main.id == request_id or not main.in_hand:
        raise CannotMerge("只能并入另一件还在处理的诉求，请重新选择")
    if main.merger:
        raise CannotMerge(f"那件诉求已并入 {main.merger.number}，请直接并入 {main.merger.number}")
    facts = main.facts(await work.act())
    return await obey("merge", request_id, who, lambda it, act: it.merge(act, facts, reason), work)


async def lead(event: RequestMerged, work: Work) -> None:
    """Let the main request know who follows it; one that can lead nobody gives it back."""
    act, follower = await work.act(), event.request.request_id
    main = await work.requests.find(event.into)
    if main and main.take_in(act, follower):
        await work.requests.save(main)
        return
    request = await work.requests.get(follower)
    if request.following:
        request.unmerge(act, _TOO_LATE)
        await work.requests.save(request)


async def release(event: RequestUnmerged, work: Work) -> None:
    """Let the main request know who follows it no longer."""
    main = await work.requests.get(event.into)
    main.let_go(await work.act(), event.request.request_id)
    await work.requests.save(main)


async def follow(event: MainMoved, work: Work) -> None:
    """Make the main request's step with each that follows it."""
    act = await work.act(event.by)
    for follower in event.followers:
        with suppress(Seen):
            request = await work.requests.find(follower)
            if request and request.follow(act, event):
                await work.requests.save(request)
