"""An owner of two rooms goes from one to the other without logging in anew."""

from typing import Any

from services.gateway.domain.accounts import Owner, OwnerParticulars
from shared.contracts.event import Place
from shared.contracts.words import Role
from tests.component.gateway.conftest import Gateway

PHONE = "13900000001"


async def second_room(gateway: Gateway, phone: str = PHONE) -> None:
    place = Place(building="2", unit="1", room="602")
    known = OwnerParticulars(household_id="h-2", name="何浩然", place=place, phone=phone)
    work = gateway.ledger.fresh()
    await work.kept.owners.save(Owner(id="o9", estate="sample", particulars=known))


async def log_in(gateway: Gateway) -> str:
    await gateway.client.post("/api/v1/auth/codes", json={"phone": PHONE})
    form = {"phone": PHONE, "code": gateway.ledger.codes[-1].code}
    told = await (await gateway.client.post("/api/v1/auth/owner", json=form)).json()
    return str(told["refresh_token"])


async def move(gateway: Gateway, token: str, room: str) -> tuple[int, dict[str, Any]]:
    form = {"refresh_token": token, "owner_id": room}
    answer = await gateway.client.post("/api/v1/auth/refresh", json=form)
    return answer.status, await answer.json()


async def me(gateway: Gateway, told: dict[str, Any]) -> str:
    bearer = {"Authorization": f"Bearer {told['access_token']}"}
    return str((await (await gateway.client.get("/api/v1/me", headers=bearer)).json())["id"])


async def test_an_owner_sees_the_rooms_of_their_phone(gateway: Gateway) -> None:
    await second_room(gateway)
    bearer = gateway.tokens.header(Role.OWNER, "o1")
    found = await (await gateway.client.get("/api/v1/me/rooms", headers=bearer)).json()
    assert [(one["owner_id"], one["place"]["room"]) for one in found["items"]] == [
        ("o1", "1201"),
        ("o9", "602"),
    ]


async def test_a_log_in_goes_on_in_the_other_room_and_stays_there(gateway: Gateway) -> None:
    await second_room(gateway)
    _, there = await move(gateway, await log_in(gateway), "o9")
    form = {"refresh_token": there["refresh_token"]}
    later = await gateway.client.post("/api/v1/auth/refresh", json=form)
    assert (await me(gateway, there), await me(gateway, await later.json())) == ("o9", "o9")


async def test_a_room_of_another_phone_is_refused_and_the_log_in_stands(gateway: Gateway) -> None:
    await second_room(gateway, "13900000099")
    token = await log_in(gateway)
    status, told = await move(gateway, token, "o9")
    assert (status, told["slug"]) == (404, "not-your-room")
    assert (await move(gateway, token, "o1"))[0] == 200
