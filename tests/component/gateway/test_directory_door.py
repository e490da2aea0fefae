"""The estate's files come in whole or not at all."""

from typing import Any

from services.gateway.handlers.staff import ensure_admin
from shared.contracts.estates import EstateChanged
from shared.contracts.people import OwnerChanged, StaffChanged
from shared.contracts.words import Role
from tests.component.gateway.conftest import Gateway
from tests.support.estate_files import FILES, spoilt


async def put(gateway: Gateway, files: dict[str, str], **more: object) -> dict[str, Any]:
    response = await gateway.client.put(
        "/api/v1/directory",
        json={"files": files, **more},
        headers=gateway.tokens.header(Role.ADMIN, "admin"),
    )
    assert response.status == 200
    answer: dict[str, Any] = await response.json()
    return answer


def told(gateway: Gateway) -> list[tuple[str, int, bool]]:
    owners = [e for e in gateway.ledger.owners.told if isinstance(e, OwnerChanged)]
    return [(e.owner_id, e.version, e.active) for e in owners]


async def test_the_files_become_accounts_and_events(gateway: Gateway) -> None:
    assert await put(gateway, FILES) == {"faults": [], "applied": True}
    assert sorted(told(gateway)) == [("o1", 2, True), ("o2", 1, True), ("o3", 1, True)]
    staff = [e for e in gateway.ledger.staff.told if isinstance(e, StaffChanged) and e.active]
    assert sorted(e.staff_id for e in staff) == ["h1", "h2", "m1", "w1"]


async def test_the_same_files_again_say_nothing(gateway: Gateway) -> None:
    await put(gateway, FILES)
    before = len(gateway.ledger.owners.told), len(gateway.ledger.staff.told)
    await put(gateway, FILES)
    assert (len(gateway.ledger.owners.told), len(gateway.ledger.staff.told)) == before


async def test_a_changed_row_says_its_next_version(gateway: Gateway) -> None:
    await put(gateway, FILES)
    gateway.ledger.owners.told.clear()
    await put(gateway, spoilt("households.csv", "13900000002", "13900000009"))
    assert told(gateway) == [("o2", 2, True)]


async def test_who_is_gone_from_the_files_becomes_inactive(gateway: Gateway) -> None:
    await put(gateway, FILES)
    gateway.ledger.owners.told.clear()
    await put(gateway, spoilt("households.csv", "h-1,1,1,1201,o2,何思远,13900000002,,sms\n", ""))
    assert told(gateway) == [("o2", 2, False)]


async def test_one_fault_and_nothing_changes(gateway: Gateway) -> None:
    answer = await put(gateway, spoilt("households.csv", "13900000002", "oops"))
    assert not answer["applied"]
    assert (answer["faults"][0]["file"], answer["faults"][0]["line"]) == ("households.csv", 3)
    assert gateway.ledger.owners.told == []


async def test_a_dry_run_changes_nothing(gateway: Gateway) -> None:
    assert await put(gateway, FILES, dry_run=True) == {"faults": [], "applied": False}
    assert gateway.ledger.owners.told == []


async def test_another_estates_files_are_refused(gateway: Gateway) -> None:
    answer = await put(gateway, spoilt("estate.toml", 'id = "sample"', 'id = "other"'))
    assert answer["faults"][0]["file"] == "estate.toml"
    assert gateway.ledger.owners.told == []


async def test_an_id_that_another_estate_uses_is_refused(gateway: Gateway) -> None:
    gateway.ledger.owners.kept["o1"].estate = "other"
    answer = await put(gateway, FILES)
    assert "o1" in answer["faults"][0]["reason"]


async def test_the_admin_outlives_the_files(gateway: Gateway) -> None:
    await ensure_admin("long-enough", gateway.ledger.fresh())
    await put(gateway, FILES)
    assert gateway.ledger.staff.kept["admin"].active


async def test_first_passwords_come_with_the_files(gateway: Gateway) -> None:
    await put(gateway, {**FILES, "passwords.csv": "username,password\nw1,first-password\n"})
    form = {"username": "w1", "password": "first-password"}
    assert (await gateway.client.post("/api/v1/auth/staff", json=form)).status == 200


async def test_a_passwords_mark_changes_with_it(gateway: Gateway) -> None:
    await put(gateway, {**FILES, "passwords.csv": "username,password\ncai,first-password\n"})
    first = await marks(gateway)
    assert first == await marks(gateway)
    await put(gateway, {**FILES, "passwords.csv": "username,password\ncai,other-password\n"})
    assert [*first] == ["cai"]
    assert first != await marks(gateway)


async def marks(gateway: Gateway) -> dict[str, str]:
    admin = gateway.tokens.header(Role.ADMIN, "admin")
    answer = await gateway.client.get("/api/v1/directory/passwords", headers=admin)
    found: dict[str, str] = (await answer.json())["marks"]
    return found


async def test_only_an_admin_is_told_the_marks_of_passwords(gateway: Gateway) -> None:
    manager = gateway.tokens.header(Role.MANAGER, "m1")
    answer = await gateway.client.get("/api/v1/directory/passwords", headers=manager)
    assert answer.status == 403


async def test_pages_learn_the_buildings(gateway: Gateway) -> None:
    await put(gateway, FILES)
    mine = gateway.tokens.header(Role.OWNER, "o1")
    estate = await (await gateway.client.get("/api/v1/directory", headers=mine)).json()
    assert (estate["name"], len(estate["buildings"])) == ("云栖花园", 2)


async def test_owners_do_not_get_the_list_of_staff(gateway: Gateway) -> None:
    mine = gateway.tokens.header(Role.OWNER, "o1")
    assert (await gateway.client.get("/api/v1/directory/staff", headers=mine)).status == 403


async def test_of_two_who_put_the_files_at_once_the_slower_tries_again(gateway: Gateway) -> None:
    def somebody_was_faster() -> None:
        gateway.ledger.owners.kept["o1"].version += 1

    gateway.ledger.meanwhile.append(somebody_was_faster)
    assert await put(gateway, FILES) == {"faults": [], "applied": True}
    assert ("o1", 3, True) in told(gateway)


WITH_PHONE = spoilt("estate.toml", 'id = "sample"', 'id = "sample"\nphone = "0571-88881234"')


def phones_told(gateway: Gateway) -> list[tuple[str | None, int]]:
    changed = [one for one in gateway.ledger.sites.told if isinstance(one, EstateChanged)]
    return [(one.phone, one.version) for one in changed]


async def test_the_estates_number_is_told_and_told_again_only_when_it_changes(
    gateway: Gateway,
) -> None:
    await put(gateway, FILES)
    await put(gateway, WITH_PHONE)
    await put(gateway, WITH_PHONE)
    assert phones_told(gateway) == [(None, 1), ("0571-88881234", 2)]


async def test_whoever_is_logged_in_may_read_whom_to_call(gateway: Gateway) -> None:
    await put(gateway, WITH_PHONE)
    headers = gateway.tokens.header(Role.OWNER, "o1")
    seen = await (await gateway.client.get("/api/v1/directory", headers=headers)).json()
    assert seen["phone"] == "0571-88881234"
