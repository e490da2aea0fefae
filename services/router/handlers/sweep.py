"""Do what has fallen due on one request; the jobs call it, two routers may."""

from services.router.ports import Work


async def look(request_id: str, work: Work) -> None:
    """Look at a request; ``Conflict`` and ``Seen`` mean that another router did."""
    request = await work.requests.get(request_id)
    if request.look(await work.act()):
        await work.requests.save(request)


async def retime(request_id: str, work: Work) -> None:
    """Work a request's due times out again under the rules that hold now."""
    request = await work.requests.get(request_id)
    request.retime(await work.act())
    await work.requests.save(request)
