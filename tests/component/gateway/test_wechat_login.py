"""Owners log in on pages inside WeChat; the platform is a server that speaks its protocol."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestServer
from yarl import URL

from services.gateway.api.wechat import LOGIN
from services.gateway.app import client_session
from services.gateway.channels.wechat import Account, LogIn
from services.gateway.handlers import bindings
from shared.contracts.conversations import BindingEnded, BindingProven
from shared.contracts.people import OwnerChanged
from shared.contracts.words import Role
from tests.component.gateway.conftest import Gateway
from tests.support.wechat_login import LoginPlatform

PATH = "/api/v1/auth/wechat"
OPENID = "oABC-123_x"
PROVEN = BindingProven.model_validate(
    {"openid": OPENID, "owners": ("o1",), "proven_at": "2026-11-23T04:00:00Z", "how": "phone"}
)
ENDED = BindingEnded.model_validate(
    {"openid": OPENID, "owners": ("o1",), "ended_at": "2026-11-23T05:00:00Z"}
)


@pytest.fixture
async def platform(gateway: Gateway) -> AsyncIterator[LoginPlatform]:
    platform = LoginPlatform({"CODE": OPENID})
    async with TestServer(platform.app()) as server, client_session() as pool:
        account = Account(
            app_id="wx1",
            secret="s3cret",
            pages="https://open.weixin.qq.com",
            api=str(server.make_url("/")),
        )
        gateway.app._state[LOGIN] = LogIn(account, pool)
        await bindings.bind(PROVEN, gateway.ledger.fresh())
        yield platform


async def begun(gateway: Gateway, **query: str) -> URL:
    answer = await gateway.client.get(PATH, params=query, allow_redirects=False)
    assert answer.status == 302
    return URL(answer.headers["Location"])


async def back(gateway: Gateway, state: str, code: str = "CODE") -> ClientResponse:
    query = {"code": code, "state": state}
    return await gateway.client.get(f"{PATH}/callback", params=query, allow_redirects=False)


async def test_the_browser_is_sent_to_the_platform_as_it_wants(
    gateway: Gateway, platform: LoginPlatform
) -> None:
    sent = await begun(gateway)
    assert (sent.host, sent.path) == ("open.weixin.qq.com", "/connect/oauth2/authorize")
    assert list(sent.query)[:4] == ["appid", "redirect_uri", "response_type", "scope"]
    assert sent.query["redirect_uri"] == f"http://estate.example{PATH}/callback"
    assert sent.fragment == "wechat_redirect"


async def test_an_owner_who_has_bound_their_wechat_is_logged_in(
    gateway: Gateway, platform: LoginPlatform
) -> None:
    sent = await begun(gateway, next="/#requests")
    answer = await back(gateway, sent.query["state"])
    assert (answer.status, answer.headers["Location"]) == (302, "/#requests")
    cookies = " ".join(answer.headers.getall("Set-Cookie"))
    assert "hudong_owner=" in cookies
    assert platform.asked[0]["grant_type"] == "authorization_code"


async def test_the_page_then_goes_on_with_the_cookie(
    gateway: Gateway, platform: LoginPlatform
) -> None:
    sent = await begun(gateway)
    await back(gateway, sent.query["state"])
    headers = {"X-Requested-With": "hudong-page"}
    answer = await gateway.client.post("/api/v1/auth/refresh", json={}, headers=headers)
    assert answer.status == 200


async def test_somebody_elses_link_logs_nobody_in(
    gateway: Gateway, platform: LoginPlatform
) -> None:
    await begun(gateway)
    answer = await back(gateway, "drawn-for-another-browser")
    assert (answer.status, (await answer.json())["slug"]) == (403, "wechat-foreign-state")
    assert not platform.asked


async def test_a_state_is_good_once(gateway: Gateway, platform: LoginPlatform) -> None:
    state = (await begun(gateway)).query["state"]
    await back(gateway, state)
    assert (await back(gateway, state)).status == 403


async def test_a_code_that_the_platform_does_not_know_is_refused(
    gateway: Gateway, platform: LoginPlatform
) -> None:
    state = (await begun(gateway)).query["state"]
    assert (await back(gateway, state, "MADE-UP")).status == 401


async def test_a_wechat_that_is_bound_to_nobody_is_sent_to_bind_it(
    gateway: Gateway, platform: LoginPlatform
) -> None:
    platform.codes["CODE"] = "o-stranger"
    state = (await begun(gateway)).query["state"]
    assert (await back(gateway, state)).headers["Location"] == "/#wechat-unbound"


@pytest.mark.parametrize("page", ["https://evil.example", "//evil.example", "/a?b=//x", "\\evil"])
async def test_only_our_own_pages_are_opened(
    gateway: Gateway, platform: LoginPlatform, page: str
) -> None:
    answer = await gateway.client.get(PATH, params={"next": page}, allow_redirects=False)
    assert answer.status in {400, 422}


async def test_without_an_account_it_says_how_to_log_in_otherwise(gateway: Gateway) -> None:
    answer = await gateway.client.get(PATH, allow_redirects=False)
    assert (answer.status, (await answer.json())["slug"]) == (404, "wechat-login-not-configured")


async def test_a_binding_is_told_with_the_owners_particulars(
    gateway: Gateway, platform: LoginPlatform
) -> None:
    told = gateway.ledger.owners.told[-1]
    assert isinstance(told, OwnerChanged)
    assert (told.owner_id, told.wechat_openid) == ("o1", OPENID)


async def test_a_binding_heard_twice_is_told_once(
    gateway: Gateway, platform: LoginPlatform
) -> None:
    before = len(gateway.ledger.owners.told)
    await bindings.bind(PROVEN, gateway.ledger.fresh())
    assert len(gateway.ledger.owners.told) == before


async def test_an_owner_unbinds_in_the_chat(gateway: Gateway, platform: LoginPlatform) -> None:
    await bindings.unbind(ENDED, gateway.ledger.fresh())
    told = gateway.ledger.owners.told[-1]
    assert isinstance(told, OwnerChanged)
    assert told.wechat_openid is None


async def test_an_owner_unbinds_on_the_page(gateway: Gateway, platform: LoginPlatform) -> None:
    headers = gateway.tokens.header(Role.OWNER, "o1")
    assert (await gateway.client.delete("/api/v1/me/wechat", headers=headers)).status == 204
    assert gateway.ledger.owners.kept["o1"].openid is None


async def test_the_files_do_not_undo_what_the_owner_has_bound(
    gateway: Gateway, platform: LoginPlatform
) -> None:
    owner = gateway.ledger.owners.kept["o1"]
    assert (owner.particulars.wechat_openid, owner.openid) == (None, OPENID)


async def test_a_page_offers_the_log_in_by_wechat_where_there_is_one(
    gateway: Gateway, platform: LoginPlatform
) -> None:
    answer = await gateway.client.get("/api/v1/auth/ways")
    assert await answer.json() == {"wechat": True}


async def test_a_page_does_not_offer_what_the_estate_has_not(gateway: Gateway) -> None:
    answer = await gateway.client.get("/api/v1/auth/ways")
    assert await answer.json() == {"wechat": False}
