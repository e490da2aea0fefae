"""Containers are cut off and killed; nothing that was taken in is lost."""

import pytest
from aiohttp import ClientSession

from tests.support.caller import Caller, Json, owner, staff
from tests.support.containers import SERVICES, Contained, Containers
from tests.support.eventually import eventually

OURS = tuple(service for service in SERVICES if service != "sandbox")


@pytest.mark.usefixtures("all_well")
async def test_what_comes_in_while_the_router_is_cut_off_is_assigned_afterwards(
    door: ClientSession, hudong: Contained, containers: Containers
) -> None:
    teller = await owner(door, hudong, "13900000003")
    with containers.cut_off("router"):
        taken = await _tell(teller, "三号楼电梯按钮失灵")
    await eventually(lambda: _assigned(teller, taken), within=240)


@pytest.mark.usefixtures("all_well")
async def test_what_comes_in_while_the_broker_is_dead_is_assigned_afterwards(
    door: ClientSession, hudong: Contained, containers: Containers
) -> None:
    teller = await owner(door, hudong, "13900000003")
    containers.kill("broker")
    taken = await _tell(teller, "地下车库的灯不亮")
    await eventually(lambda: _assigned(teller, taken), within=240)
    assert containers.restarts("broker") == 1


@pytest.mark.usefixtures("all_well")
async def test_what_the_database_took_is_there_after_it_was_killed(
    door: ClientSession, hudong: Contained, containers: Containers
) -> None:
    teller = await owner(door, hudong, "13900000003")
    taken = await _tell(teller, "楼下花坛的围栏坏了")
    containers.kill("database")
    await eventually(lambda: _assigned(teller, taken), within=240)
    assert containers.restarts("database") == 1


@pytest.mark.usefixtures("all_well")
async def test_every_service_comes_back_after_all_are_killed_at_once(
    door: ClientSession, hudong: Contained, containers: Containers
) -> None:
    before = _restarts(containers)
    teller = await owner(door, hudong, "13900000003")
    taken = await _tell(teller, "单元门锁打不开")
    for service in OURS:
        containers.kill(service)
    await eventually(lambda: all(_restarts(containers)[s] > before[s] for s in OURS), within=240)
    await eventually(lambda: containers.healthy(*OURS), within=240)
    assert _restarts(containers) == {service: before[service] + 1 for service in OURS}
    manager = await staff(door, hudong, "m01")
    await eventually(lambda: _assigned(manager, taken), within=240)


def _restarts(containers: Containers) -> dict[str, int]:
    return {service: containers.restarts(service) for service in OURS}


async def _tell(teller: Caller, text: str) -> str:
    taken: Json = await teller.done("/api/v1/app/requests", {"text": text})
    return str(taken["request_id"])


async def _assigned(reader: Caller, request_id: str) -> bool:
    answer = await reader.get(f"/api/v1/requests/{request_id}")
    return answer.status == 200 and answer.json["assignee"] is not None
