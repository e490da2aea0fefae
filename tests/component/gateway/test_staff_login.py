"""Staff log in by username and password."""

import asyncio

from aiohttp import ClientResponse

from tests.component.gateway.conftest import Gateway


async def log_in(gateway: Gateway, username: str, password: str) -> ClientResponse:
    form = {"username": username, "password": password}
    return await gateway.client.post("/api/v1/auth/staff", json=form)


async def test_the_right_password_opens(gateway: Gateway) -> None:
    assert (await log_in(gateway, "c01", "right-password")).status == 200


async def test_wrong_password_and_unknown_username_look_alike(gateway: Gateway) -> None:
    wrong = await log_in(gateway, "c01", "nonsense")
    unknown = await log_in(gateway, "nobody", "nonsense")
    assert (wrong.status, await wrong.text()) == (unknown.status, await unknown.text())
    assert gateway.ledger.passwords.asked == 2


async def test_five_wrong_tries_lock_known_and_unknown_names_alike(gateway: Gateway) -> None:
    for name in ("c01", "nobody"):
        for _ in range(5):
            assert (await log_in(gateway, name, "nonsense")).status == 401
        locked = await log_in(gateway, name, "right-password")
        assert (locked.status, locked.headers["Retry-After"]) == (429, "30")


async def test_the_lock_opens_again_and_then_holds_longer(gateway: Gateway) -> None:
    for _ in range(5):
        await log_in(gateway, "c01", "nonsense")
    gateway.clock.move(seconds=31)
    assert (await log_in(gateway, "c01", "nonsense")).status == 401
    assert (await log_in(gateway, "c01", "x")).headers["Retry-After"] == "60"


async def test_a_hundred_tries_at_once_get_no_more_than_five_looks(gateway: Gateway) -> None:
    await asyncio.gather(*(log_in(gateway, "c01", f"guess-{n}") for n in range(40)))
    assert gateway.ledger.passwords.asked <= 5


async def test_a_right_password_makes_the_wrong_ones_forgotten(gateway: Gateway) -> None:
    for _ in range(4):
        await log_in(gateway, "c01", "nonsense")
    await log_in(gateway, "c01", "right-password")
    assert (await log_in(gateway, "c01", "nonsense")).status == 401
    assert (await log_in(gateway, "c01", "right-password")).status == 200
