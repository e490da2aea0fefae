"""Where an incident is: the smallest place of the estate that holds all its reports."""

import pytest

from services.router.domain.incidents.incident import Incident
from services.router.domain.incidents.state import Stage
from services.router.domain.request import Request
from services.router.handlers.incidents import order
from shared.contracts.event import Place
from shared.contracts.requests import Reporter
from tests.support.mass import KNOWN, only
from tests.support.reports import BURST, carry
from tests.support.router_world import World

NO_WATER = ("停水了怎么回事", "家里没水了", "没有水用")


async def told(world: World, text: str, home: str) -> Request:
    """Have somebody report who lives at ``building-unit-room``."""
    building, unit, room = home.split("-")
    place = Place(building=building, unit=unit, room=room)
    return await world.submit(text, reporter=Reporter(owner_id=f"o{home}", place=place))


async def reported(world: World, texts: tuple[str, ...], *homes: str) -> None:
    for text, home in zip(texts, homes, strict=True):
        await told(world, text, home)


def where(incident: Incident) -> list[str]:
    return [str(place) for place in incident.places]


async def test_three_reports_of_one_unit_are_an_incident_of_the_unit(world: World) -> None:
    await reported(world, BURST, "3-1-0101", "3-1-0201", "3-1-0301")
    assert [(one.building, one.unit) for one in only(world).places] == [("3", "1")]


async def test_three_reports_of_three_units_are_an_incident_of_the_building(world: World) -> None:
    await reported(world, BURST, "3-1-0101", "3-2-0101", "3-3-0101")
    assert [(one.building, one.unit) for one in only(world).places] == [("3", None)]


async def test_reports_of_half_the_buildings_are_an_incident_of_these(world: World) -> None:
    await reported(world, NO_WATER, "1-1-0101", "2-2-0101", "2-1-0101")
    assert [one.building for one in only(world).places] == ["1", "2"]


async def test_reports_of_more_than_half_of_them_are_one_of_the_whole_estate(world: World) -> None:
    await reported(world, NO_WATER, "1-1-0101", "2-2-0101", "3-1-0101")
    assert only(world).places == ()


async def test_a_proposal_widens_with_the_reports_that_follow(world: World) -> None:
    await reported(world, NO_WATER, "1-1-0101", "1-2-0101", "1-1-0201")
    assert [one.building for one in only(world).places] == ["1"]
    await told(world, "没水了", "2-1-0101")
    assert [one.building for one in only(world).places] == ["1", "2"]
    await told(world, "没水了", "4-1-0101")
    assert only(world).places == ()


async def test_what_a_person_has_confirmed_widens_no_more(world: World) -> None:
    await reported(world, NO_WATER, "1-1-0101", "1-2-0101", "1-1-0201")
    await order(only(world).id, lambda it, act: it.confirm(act, KNOWN), world.work(), "c01")
    await carry(world)
    elsewhere = await told(world, "没水了", "2-1-0101")
    assert [one.building for one in only(world).places] == ["1"]
    assert not elsewhere.hushed


@pytest.mark.parametrize(
    "texts",
    [
        ("电梯坏了", "电梯停了不动", "电梯又坏了没人修"),
        ("门禁刷不开", "单元门禁坏了刷卡没反应", "门禁失灵了"),
        ("垃圾好几天没人收了", "楼下垃圾堆满了没人收", "垃圾桶满了没人清"),
        ("小区里有股刺鼻的味道", "好大的刺鼻味道", "一股刺鼻的臭味"),
        ("物业费多收了", "物业费账单多收了钱", "这个月物业费怎么多收了"),
        ("断网了", "没网了", "宽带上不了网"),
        ("自来水发黄", "水很黄不能用", "水龙头出来的水是黄的"),
    ],
)
async def test_what_is_everybodys_is_compared_across_buildings(
    world: World, texts: tuple[str, ...]
) -> None:
    await reported(world, texts, "1-1-0101", "2-1-0101", "4-1-0101")
    assert only(world).stage is Stage.PROPOSED


async def test_the_neighbours_noise_of_three_buildings_is_none(world: World) -> None:
    await reported(world, ("楼上太吵了",) * 3, "1-1-0101", "2-1-0101", "4-1-0101")
    assert not world.incidents.kept


async def test_three_elsewhere_are_another_than_those_of_one_building(world: World) -> None:
    lifts = ("电梯坏了", "电梯停了不动", "电梯又坏了没人修")
    await reported(world, lifts, "3-1-0101", "3-2-0101", "3-3-0101")
    await reported(world, lifts, "1-1-0101", "2-1-0101", "4-1-0101")
    first, second = world.incidents.kept.values()
    assert [one.building for one in first.places] == ["3"]
    assert not set(first.seeds) & set(second.seeds)
