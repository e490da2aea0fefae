"""Have many owners of the small estate report the same."""

from services.router import handlers
from services.router.domain.request import Request
from shared.contracts.event import Place
from shared.contracts.incidents import IncidentClosed, IncidentConfirmed
from shared.contracts.requests import Reporter
from tests.support.router_world import World

BURST = ("楼下主水管爆裂,水往外喷", "一楼水管爆了,全是水", "水管爆了,水喷得到处都是")


def neighbour(number: int, building: str = "3") -> Reporter:
    """Return an owner of a building, each of a room of their own."""
    home = Place(building=building, unit="1", room=f"{number:02}01")
    return Reporter(owner_id=f"n{building}-{number}", phone=f"1380000{number:04}", place=home)


async def report(world: World, number: int, text: str = "", building: str = "3") -> Request:
    """Have an owner report a burst pipe, or something else."""
    said = text or BURST[number % len(BURST)]
    return await world.submit(said, reporter=neighbour(number, building))


async def carry(world: World) -> None:
    """Have the router hear what it has said of incidents, until there is nothing left."""
    while fresh := world.incidents.told[world.heard :]:
        world.heard = len(world.incidents.told)
        for event in fresh:
            if isinstance(event, IncidentConfirmed):
                await handlers.gather(event, world.work())
            if isinstance(event, IncidentClosed):
                await handlers.settle(event, world.work())
