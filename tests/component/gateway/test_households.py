"""Owners join a household by a code and somebody's word, and are out at once when they leave."""

from typing import Any

import pytest

from services.gateway.api import parts
from services.gateway.consumers import Ear
from services.gateway.domain.accounts import revise_owner
from shared.contracts.envelope import Cause, wrap
from shared.contracts.people import OwnerChanged, StaffChanged
from shared.contracts.words import Role
from tests.component.gateway.conftest import Gateway
from tests.component.gateway.test_directory_door import put
from tests.support.estate_files import FILES

THEIRS = {"building": "2", "unit": "1", "room": "602"}


@pytest.fixture
async def estate(gateway: Gateway) -> Gateway:
    await put(gateway, FILES)
    gateway.ledger.owners.told.clear()
    return gateway


def owner(gateway: Gateway, owner_id: str, household: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {gateway.tokens(Role.OWNER, owner_id, household=household)}"}


async def post(gateway: Gateway, path: str, who: dict[str, str], **form: object) -> Any:
    answer = await gateway.client.post(path, json=form, headers=who)
    return answer.status, await answer.json() if answer.content_length else None


async def asked(gateway: Gateway) -> str:
    member, asker = owner(gateway, "o3", "h-2"), owner(gateway, "o2", "h-1")
    _, drawn = await post(gateway, "/api/v1/me/household/code", member)
    form = {**THEIRS, "code": drawn["code"]}
    status, made = await post(gateway, "/api/v1/me/household/join", asker, **form)
    assert status == 202
    return str(made["joining_id"])


def told(gateway: Gateway) -> list[tuple[str, str, bool]]:
    events = [e for e in gateway.ledger.owners.told if isinstance(e, OwnerChanged)]
    return [(e.name, str(e.place), e.active) for e in events]


async def test_a_member_gives_a_code_and_lets_the_asker_in(estate: Gateway) -> None:
    joining = await asked(estate)
    member = owner(estate, "o3", "h-2")
    listed = await estate.client.get("/api/v1/me/household/joinings", headers=member)
    assert [one["name"] for one in (await listed.json())["items"]] == ["何思远"]
    path = f"/api/v1/me/household/joinings/{joining}"
    assert (await post(estate, path, member, approve=True))[0] == 204
    assert told(estate) == [("何思远", "2-1-602", True)]


async def test_who_was_let_in_logs_in_to_either_room_by_the_same_phone(estate: Gateway) -> None:
    joining = await asked(estate)
    path, clerk = f"/api/v1/directory/joinings/{joining}", estate.tokens.header(Role.CLERK, "c01")
    await post(estate, path, clerk, approve=True)
    found = await estate.ledger.owners_with("sample", "13900000002")
    assert sorted(str(one.particulars.place) for one in found) == ["1-1-1201", "2-1-602"]


async def test_one_who_was_declined_stays_out(estate: Gateway) -> None:
    joining = await asked(estate)
    path = f"/api/v1/me/household/joinings/{joining}"
    await post(estate, path, owner(estate, "o3", "h-2"), approve=False)
    assert told(estate) == []


async def test_only_the_household_itself_or_the_desk_decides(estate: Gateway) -> None:
    path = f"/api/v1/me/household/joinings/{await asked(estate)}"
    assert (await post(estate, path, owner(estate, "o2", "h-1"), approve=True))[0] == 404


async def test_nobody_decides_twice(estate: Gateway) -> None:
    path = f"/api/v1/me/household/joinings/{await asked(estate)}"
    member = owner(estate, "o3", "h-2")
    await post(estate, path, member, approve=False)
    status, problem = await post(estate, path, member, approve=True)
    assert (status, problem["slug"]) == (409, "joining-settled")


async def test_a_wrong_code_and_an_unknown_room_are_told_alike(estate: Gateway) -> None:
    asker = owner(estate, "o2", "h-1")
    answers = [
        await post(estate, "/api/v1/me/household/join", asker, room=room, code="12345678")
        for room in ("2-1-602", "1-1-101", "9-9-999")
    ]
    assert {(status, problem["detail"]) for status, problem in answers} == {
        (403, answers[0][1]["detail"])
    }


async def test_a_code_is_void_after_ten_tries(estate: Gateway) -> None:
    asker, path = owner(estate, "o2", "h-1"), "/api/v1/me/household/join"
    _, drawn = await post(estate, "/api/v1/me/household/code", owner(estate, "o3", "h-2"))
    for _ in range(10):
        await post(estate, path, asker, **THEIRS, code="99999999")
    assert (await post(estate, path, asker, **THEIRS, code=drawn["code"]))[0] == 403


async def test_the_desk_moves_an_owner_in_and_the_old_files_do_not_undo_it(
    estate: Gateway,
) -> None:
    clerk = estate.tokens.header(Role.CLERK, "c01")
    form = {"room": "1栋2单元302", "name": "谢诗涵", "phone": "139 0000 0007"}
    status, made = await post(estate, "/api/v1/directory/owners", clerk, **form)
    assert (status, made["household_id"]) == (201, "h1-2-302")
    await put(estate, FILES)
    assert told(estate) == [("谢诗涵", "1-2-302", True)]


async def test_who_was_moved_out_is_not_brought_back_by_the_old_files(estate: Gateway) -> None:
    clerk = estate.tokens.header(Role.CLERK, "c01")
    await post(estate, "/api/v1/directory/owners/o2/leave", clerk, why="sold")
    await put(estate, FILES)
    assert told(estate) == [("何思远", "1-1-1201", False)]


async def test_who_left_comes_back_under_other_particulars(estate: Gateway) -> None:
    kept = estate.ledger.owners.kept["o2"]
    before = kept.particulars
    kept.leave(estate.clock())
    assert not revise_owner(kept, before)
    assert revise_owner(kept, estate.ledger.owners.kept["o3"].particulars)
    assert kept.active


async def test_who_leaves_is_out_at_once_though_the_token_would_last(estate: Gateway) -> None:
    mine = owner(estate, "o2", "h-1")
    assert (await estate.client.get("/api/v1/requests", headers=mine)).status == 201
    await post(estate, "/api/v1/me/household/leave", mine, sure=True)
    answer = await estate.client.get("/api/v1/requests", headers=mine)
    assert (answer.status, (await answer.json())["slug"]) == (401, "session-over")


async def test_leaving_needs_to_be_meant(estate: Gateway) -> None:
    mine = owner(estate, "o2", "h-1")
    await post(estate, "/api/v1/me/household/leave", mine, sure=False)
    assert told(estate) == []


@pytest.mark.parametrize("active", [True, False])
async def test_another_replica_shows_out_whoever_it_hears_has_gone(
    estate: Gateway, active: bool
) -> None:
    ear = Ear(estate.hub, estate.app[parts.ENDED])
    gone = StaffChanged(staff_id="w1", name="刘明哲", role=Role.WORKER, version=9, active=active)
    cause = Cause(id="c", estate="sample", at=estate.clock(), correlation="c")
    await ear.hear(wrap(gone, cause=cause, source="gateway", subject="w1"))
    worker = estate.tokens.header(Role.WORKER, "w1")
    answer = await estate.client.get("/api/v1/requests", headers=worker)
    assert answer.status == (201 if active else 401)
