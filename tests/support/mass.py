"""Bring an incident of the small estate to where a test begins."""

from services.router.domain.incidents.incident import Incident
from services.router.handlers.incidents import order
from tests.support.reports import carry, report
from tests.support.router_world import World

KNOWN = "3栋主水管爆裂,正在抢修"


def only(world: World) -> Incident:
    (incident,) = world.incidents.kept.values()
    return incident


async def proposed(world: World, count: int = 3) -> Incident:
    for number in range(count):
        await report(world, number)
    return only(world)


async def opened(world: World) -> Incident:
    await proposed(world)
    return await confirmed(world)


async def confirmed(world: World) -> Incident:
    incident = only(world)
    await order(incident.id, lambda it, act: it.confirm(act, KNOWN), world.work(), "c01")
    await carry(world)
    return only(world)


async def closed(world: World) -> Incident:
    incident = only(world)
    await order(incident.id, lambda it, act: it.close(act, "已更换水管"), world.work(), "c01")
    await carry(world)
    return only(world)
