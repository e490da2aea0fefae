"""Tools that speak Open311 report and read through the door, in the name of a key's holder."""

import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator

import pytest
from yarl import URL

from shared.contracts.words import Role
from tests.component.gateway.conftest import Gateway
from tests.support.open311 import BASE, ONE, Behind, key_of, report, standing_behind


@pytest.fixture
async def behind(gateway: Gateway) -> AsyncIterator[Behind]:
    async with standing_behind(gateway) as found:
        yield found


async def test_the_services_are_told_without_a_key(gateway: Gateway) -> None:
    told = await (await gateway.client.get(f"{BASE}/services.json")).json()
    assert [one["service_code"] for one in told][:2] == ["repair", "sanitation"]
    assert told[0]["metadata"] is False


async def test_the_same_as_xml(gateway: Gateway) -> None:
    answer = await gateway.client.get(f"{BASE}/services.xml?jurisdiction_id=sample")
    top = ET.fromstring(await answer.text())  # noqa: S314 - our own answer
    assert (answer.content_type, top.tag, top[0].tag) == ("text/xml", "services", "service")
    assert top[0].findtext("service_code") == "repair"


@pytest.mark.parametrize("form", ["json", "xml"])
async def test_the_door_can_be_discovered(gateway: Gateway, form: str) -> None:
    answer = await gateway.client.get(f"/open311/discovery.{form}")
    assert "http://estate.example/open311/v2" in await answer.text()


async def test_an_owners_key_reports_for_their_home(gateway: Gateway, behind: Behind) -> None:
    status, told = await report(gateway, await key_of(gateway, Role.OWNER, "o1"))
    assert (status, told[0]["service_request_id"]) == (201, "r-9")
    assert behind.spoke == [("o1", "/api/v1/app/requests", {"text": "房屋维修与设施：厨房漏水"})]


async def test_a_members_of_staff_key_reports_as_at_the_desk(
    gateway: Gateway, behind: Behind
) -> None:
    key = await key_of(gateway, Role.HEAD, "h1")
    whom = {"first_name": "明", "last_name": "周", "phone": "13800001111"}
    await report(gateway, key, **whom, address_string="1栋2单元602")
    who, path, form = behind.spoke[0]
    assert (who, path) == ("h1", "/api/v1/desk/requests")
    assert form["reporter"] == {"name": "周明", "phone": "13800001111"}
    assert form["place"] == {"building": "1", "unit": "2", "room": "602"}


async def test_a_request_is_told_in_the_protocols_words_and_of_nobody(
    gateway: Gateway, behind: Behind
) -> None:
    key = await key_of(gateway, Role.OWNER, "o1")
    answer = await gateway.client.get(f"{BASE}/requests/r-1.json?api_key={key}")
    told = (await answer.json())[0]
    assert (told["status"], told["service_code"]) == ("open", "repair")
    assert (told["address"], told["expected_datetime"]) == ("1-1-1201", "2026-11-23T08:00:00Z")
    assert "何浩然" not in await answer.text()


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("status=open", {"over": "false"}),
        ("status=closed", {"over": "true"}),
        ("status=closed,open", {}),
        ("service_code=service,fees", {"category": "fees,service"}),
        ("page_size=7", {"limit": "7"}),
        ("start_date=2026-11-23T00:00:00Z", {"since": "2026-11-23T00:00:00+00:00"}),
        ("start_date=2025-01-01T00:00:00Z", {"until": "2025-04-01T00:00:00+00:00"}),
        ("end_date=2025-04-01T00:00:00Z", {"since": "2025-01-01T00:00:00+00:00"}),
    ],
)
async def test_lists_are_narrowed_by_the_router_itself(
    gateway: Gateway, behind: Behind, query: str, wanted: dict[str, str]
) -> None:
    key = await key_of(gateway, Role.OWNER, "o1")
    await gateway.client.get(f"{BASE}/requests.json?api_key={key}&{query}")
    asked = dict(URL(behind.spoke[0][1]).query)
    usual = {"limit": "100", "since": asked["since"], "until": asked["until"]}
    assert asked == {**usual, **wanted}


async def test_requests_may_be_named(gateway: Gateway, behind: Behind) -> None:
    key = await key_of(gateway, Role.OWNER, "o1")
    path = f"{BASE}/requests.json?api_key={key}&service_request_id=r-1,r-2"
    assert len(await (await gateway.client.get(path)).json()) == 2


async def test_a_thousand_come_at_once_and_a_link_leads_on(
    gateway: Gateway, behind: Behind
) -> None:
    behind.answer = (200, {"requests": [ONE] * 100, "cursor": "there"})
    key = await key_of(gateway, Role.OWNER, "o1")
    answer = await gateway.client.get(f"{BASE}/requests.json?api_key={key}&status=open")
    assert (len(await answer.json()), len(behind.spoke)) == (1000, 10)
    onward = f"http://estate.example{BASE}/requests.json?status=open&cursor=there"
    assert answer.headers["Link"] == f'<{onward}>; rel="next"'
    await gateway.client.get(f"{BASE}/requests.json?api_key={key}&cursor=there&page_size=1")
    assert URL(behind.spoke[-1][1]).query["cursor"] == "there"


async def test_of_the_last_page_no_link_leads_on(gateway: Gateway, behind: Behind) -> None:
    key = await key_of(gateway, Role.OWNER, "o1")
    answer = await gateway.client.get(f"{BASE}/requests.json?api_key={key}")
    assert (len(await answer.json()), "Link" in answer.headers) == (1, False)


@pytest.mark.parametrize("size", ["0", "1001", "x", "-1"])
async def test_a_page_of_another_size_is_refused(
    gateway: Gateway, behind: Behind, size: str
) -> None:
    key = await key_of(gateway, Role.OWNER, "o1")
    answer = await gateway.client.get(f"{BASE}/requests.json?api_key={key}&page_size={size}")
    assert answer.status == 400


@pytest.mark.parametrize(
    ("form", "status", "code"),
    [
        ({"api_key": "nobody.nothing"}, 403, 403),
        ({"service_code": ""}, 400, 400),
        ({"service_code": "potholes"}, 404, 404),
        ({"description": ""}, 400, 400),
        ({"jurisdiction_id": "elsewhere"}, 404, 404),
    ],
)
async def test_a_refusal_is_in_the_protocols_words(
    gateway: Gateway, behind: Behind, form: dict[str, str], status: int, code: int
) -> None:
    key = await key_of(gateway, Role.OWNER, "o1")
    got, told = await report(gateway, key, **form)
    assert (got, told[0]["code"], behind.spoke) == (status, code, [])
    assert told[0]["description"]


async def test_a_date_that_is_none_is_refused_in_xml_too(gateway: Gateway, behind: Behind) -> None:
    key = await key_of(gateway, Role.OWNER, "o1")
    answer = await gateway.client.get(f"{BASE}/requests.xml?api_key={key}&start_date=soon")
    top = ET.fromstring(await answer.text())  # noqa: S314 - our own answer
    assert (answer.status, top.tag, top[0].findtext("code")) == (400, "errors", "400")


async def test_what_the_router_hides_is_not_there(gateway: Gateway, behind: Behind) -> None:
    behind.answer = (403, {"detail": "no"})
    key = await key_of(gateway, Role.OWNER, "o1")
    answer = await gateway.client.get(f"{BASE}/requests/r-1.json?api_key={key}")
    assert (answer.status, (await answer.json())[0]["code"]) == (404, 404)


async def test_a_key_that_was_ended_is_refused(gateway: Gateway, behind: Behind) -> None:
    key, mine = await key_of(gateway, Role.OWNER, "o1"), gateway.tokens.header(Role.OWNER, "o1")
    path = f"/api/v1/me/api-keys/{key.partition('.')[0]}"
    assert (await gateway.client.delete(path, headers=mine)).status == 204
    assert (await report(gateway, key))[0] == 403


async def test_the_key_of_an_account_that_ended_is_refused(
    gateway: Gateway, behind: Behind
) -> None:
    key = await key_of(gateway, Role.OWNER, "o1")
    gateway.ledger.owners.kept["o1"].active = False
    assert (await report(gateway, key))[0] == 403


async def test_a_key_is_shown_once_and_not_to_others(gateway: Gateway, behind: Behind) -> None:
    key = await key_of(gateway, Role.OWNER, "o1")
    path = "/api/v1/me/api-keys"
    mine = await gateway.client.get(path, headers=gateway.tokens.header(Role.OWNER, "o1"))
    theirs = await gateway.client.get(path, headers=gateway.tokens.header(Role.OWNER, "o2"))
    assert key.partition(".")[2] not in await mine.text()
    assert [len((await one.json())["items"]) for one in (mine, theirs)] == [1, 0]
