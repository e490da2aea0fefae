"""Refresh tokens rotate; a replayed one ends the log-in; pages keep theirs in a cookie."""

import pytest
from aiohttp import ClientResponse

from tests.component.gateway.conftest import Gateway

MARK = {"X-Requested-With": "hudong-page"}
STAFF = {"kind": "staff"}


async def log_in(gateway: Gateway, keep: str = "body") -> str:
    form = {"username": "c01", "password": "right-password", "keep": keep}
    response = await gateway.client.post("/api/v1/auth/staff", json=form)
    return str((await response.json()).get("refresh_token", ""))


async def refresh(gateway: Gateway, token: str) -> ClientResponse:
    return await gateway.client.post("/api/v1/auth/refresh", json={"refresh_token": token})


async def test_a_refresh_token_gives_new_tokens(gateway: Gateway) -> None:
    first = await log_in(gateway)
    following = await (await refresh(gateway, first)).json()
    assert following["refresh_token"] != first


async def test_a_replayed_refresh_token_ends_the_family(gateway: Gateway) -> None:
    first = await log_in(gateway)
    second = (await (await refresh(gateway, first)).json())["refresh_token"]
    assert (await refresh(gateway, first)).status == 401
    assert (await refresh(gateway, second)).status == 401


async def test_a_guess_at_a_family_does_not_end_it(gateway: Gateway) -> None:
    first = await log_in(gateway)
    family = first.partition(".")[0]
    assert (await refresh(gateway, f"{family}.guess")).status == 401
    assert (await refresh(gateway, first)).status == 200


@pytest.mark.parametrize("token", ["", ".", "a.b.c", "x" * 256, "\x00", "业主"])
async def test_nonsense_is_no_refresh_token(gateway: Gateway, token: str) -> None:
    response = await refresh(gateway, token)
    assert (response.status, (await response.json())["slug"]) == (401, "session-over")


async def test_who_left_cannot_refresh(gateway: Gateway) -> None:
    first = await log_in(gateway)
    gateway.ledger.staff.kept["c01"].active = False
    assert (await refresh(gateway, first)).status == 401


async def test_a_session_unused_for_a_week_is_over(gateway: Gateway) -> None:
    first = await log_in(gateway)
    gateway.clock.move(days=7)
    assert (await refresh(gateway, first)).status == 401


async def test_logging_out_ends_it(gateway: Gateway) -> None:
    first = await log_in(gateway)
    await gateway.client.post("/api/v1/auth/logout", json={"refresh_token": first})
    assert (await refresh(gateway, first)).status == 401


async def test_tokens_are_kept_by_digest_only(gateway: Gateway) -> None:
    first = await log_in(gateway)
    kept = next(iter(gateway.ledger.sessions.kept.values()))
    assert kept.current not in {first, first.partition(".")[2]}


async def test_a_page_gets_its_token_in_a_cookie_that_no_script_reads(gateway: Gateway) -> None:
    form = {"username": "c01", "password": "right-password", "keep": "cookie"}
    response = await gateway.client.post("/api/v1/auth/staff", json=form)
    rules = response.headers["Set-Cookie"]
    assert "refresh_token" not in await response.json()
    assert all(rule in rules for rule in ("HttpOnly", "SameSite=Strict", "Path=/api/v1/auth;"))


async def test_a_script_may_know_that_there_is_a_log_in_and_no_more(gateway: Gateway) -> None:
    form = {"username": "c01", "password": "right-password", "keep": "cookie"}
    response = await gateway.client.post("/api/v1/auth/staff", json=form)
    told = response.headers.getall("Set-Cookie")[1]
    assert told.startswith("hudong_staff_here=1; Path=/; ")
    assert "HttpOnly" not in told
    gone = await gateway.client.post("/api/v1/auth/logout", json=STAFF, headers=MARK)
    assert gone.headers.getall("Set-Cookie")[1].startswith("hudong_staff_here=; Path=/; Max-Age=0")


async def test_the_cookie_renews_for_our_own_page(gateway: Gateway) -> None:
    await log_in(gateway, "cookie")
    response = await gateway.client.post("/api/v1/auth/refresh", json=STAFF, headers=MARK)
    assert response.status == 200


async def test_one_browser_is_an_owner_and_a_member_of_staff_at_once(gateway: Gateway) -> None:
    await log_in(gateway, "cookie")
    await gateway.client.post("/api/v1/auth/codes", json={"phone": "13900000001"})
    form = {"phone": "13900000001", "code": gateway.ledger.codes[-1].code, "keep": "cookie"}
    await gateway.client.post("/api/v1/auth/owner", json=form)
    for kind in ("staff", "owner"):
        response = await gateway.client.post(
            "/api/v1/auth/refresh", json={"kind": kind}, headers=MARK
        )
        assert response.status == 200


async def test_staff_who_log_out_leave_the_owner_logged_in(gateway: Gateway) -> None:
    await gateway.client.post("/api/v1/auth/codes", json={"phone": "13900000001"})
    form = {"phone": "13900000001", "code": gateway.ledger.codes[-1].code, "keep": "cookie"}
    await gateway.client.post("/api/v1/auth/owner", json=form)
    await log_in(gateway, "cookie")
    await gateway.client.post("/api/v1/auth/logout", json=STAFF, headers=MARK)
    response = await gateway.client.post("/api/v1/auth/refresh", json={}, headers=MARK)
    assert response.status == 200


@pytest.mark.parametrize(
    "headers",
    [{}, {**MARK, "Sec-Fetch-Site": "cross-site"}, {**MARK, "Sec-Fetch-Site": "same-site"}],
)
async def test_another_sites_page_cannot_use_the_cookie(
    gateway: Gateway, headers: dict[str, str]
) -> None:
    await log_in(gateway, "cookie")
    response = await gateway.client.post("/api/v1/auth/refresh", json=STAFF, headers=headers)
    assert (response.status, (await response.json())["slug"]) == (403, "foreign-page")
