"""Guessing is counted in the database: going from one replica to the other gains nothing."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from itertools import cycle

import pytest
from aiohttp.test_utils import TestClient, TestServer

from services.gateway.api import limits, parts
from services.gateway.app import door_app
from services.gateway.domain.challenge import TRIES
from shared.contracts.words import Role
from shared.web.audit import AUDIT
from tests.component.gateway.conftest import Client, Gateway
from tests.component.gateway.test_directory_door import put
from tests.support.estate_files import FILES

PHONE = "13900000001"
STRICT = pytest.mark.parametrize(
    "changes",
    [{"logins_burst": 6, "logins_per_minute": 0.0, "codes_burst": 4, "codes_per_hour": 0.0}],
)


@pytest.fixture
async def replicas(gateway: Gateway) -> AsyncIterator[Iterator[Client]]:
    """Yield two replicas by turns; they share the database and nothing else."""
    other = door_app(gateway.settings, gateway.clock)
    other[parts.WORK], other[parts.DOOR] = gateway.app[parts.WORK], gateway.app[parts.DOOR]
    other[AUDIT] = gateway.app[AUDIT]
    other[limits.TALLIES] = gateway.app[limits.TALLIES]
    async with TestClient(TestServer(other)) as second:
        yield cycle((gateway.client, second))


async def sent(client: Client, path: str, **form: str) -> int:
    async with client.post(f"/api/v1/auth/{path}", json=form) as answer:
        return answer.status


async def test_wrong_passwords_are_counted_together(replicas: Iterator[Client]) -> None:
    wrong = [
        await sent(next(replicas), "staff", username="c01", password=f"guess-{n}") for n in range(6)
    ]
    right = [
        await sent(next(replicas), "staff", username="c01", password="right-password")
        for _ in range(2)
    ]
    assert (wrong, right) == ([401] * 5 + [429], [429, 429])


async def test_wrong_codes_are_counted_together(
    gateway: Gateway, replicas: Iterator[Client]
) -> None:
    await sent(next(replicas), "codes", phone=PHONE)
    [told] = gateway.ledger.codes
    for n in range(TRIES):
        assert await sent(next(replicas), "owner", phone=PHONE, code=f"99999{n}") == 401
    assert await sent(next(replicas), "owner", phone=PHONE, code=told.code) == 401


async def test_codes_that_were_sent_are_counted_together(replicas: Iterator[Client]) -> None:
    assert [await sent(next(replicas), "codes", phone=PHONE) for _ in range(2)] == [202, 429]


async def test_a_refresh_token_that_was_spent_at_one_ends_the_log_in_at_both(
    gateway: Gateway, replicas: Iterator[Client]
) -> None:
    form = {"username": "c01", "password": "right-password"}
    answer = await next(replicas).post("/api/v1/auth/staff", json=form)
    first = (await answer.json())["refresh_token"]
    answer = await next(replicas).post("/api/v1/auth/refresh", json={"refresh_token": first})
    second = (await answer.json())["refresh_token"]
    spent = [await sent(next(replicas), "refresh", refresh_token=one) for one in (first, second)]
    assert spent == [401, 401]


async def test_guesses_at_a_household_code_are_counted_together(
    gateway: Gateway, replicas: Iterator[Client]
) -> None:
    await put(gateway, FILES)
    room = {"building": "1", "unit": "2", "room": "602"}
    desk = gateway.tokens.header(Role.CLERK, "c01")
    path = "/api/v1/directory/household-codes"
    drawn = await (await next(replicas).post(path, json=room, headers=desk)).json()
    asks, mine = "/api/v1/me/household/join", gateway.tokens.header(Role.OWNER, "o1")
    for n in range(10):
        form = {**room, "code": f"9999999{n}"}
        async with next(replicas).post(asks, json=form, headers=mine) as answer:
            assert answer.status == 403
    form = {**room, "code": drawn["code"]}
    assert (await next(replicas).post(asks, json=form, headers=mine)).status == 403


@STRICT
async def test_an_address_that_tries_many_names_gains_nothing_by_going_to_the_other(
    replicas: Iterator[Client],
) -> None:
    tried = [
        await sent(next(replicas), "staff", username=f"name-{n}", password="spring-2026")
        for n in range(8)
    ]
    assert tried == [401] * 6 + [429] * 2


@STRICT
async def test_codes_for_many_phones_are_counted_together(replicas: Iterator[Client]) -> None:
    asked = [await sent(next(replicas), "codes", phone=f"1390000010{n}") for n in range(6)]
    assert asked == [202] * 4 + [429] * 2


@STRICT
async def test_in_the_next_hour_an_address_may_try_again(
    gateway: Gateway, replicas: Iterator[Client]
) -> None:
    full = [await sent(next(replicas), "codes", phone=f"1390000020{n}") for n in range(5)]
    gateway.clock.now += timedelta(hours=1)
    assert (full[-1], await sent(next(replicas), "codes", phone="13900000209")) == (429, 202)
