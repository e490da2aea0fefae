"""Answers, places and pictures have the form that Open311 tools expect."""

import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator

import pytest

from shared.contracts.words import Role
from tests.component.gateway.conftest import Gateway
from tests.support.open311 import BASE, ONE, Behind, key_of, report, standing_behind


@pytest.fixture
async def behind(gateway: Gateway) -> AsyncIterator[Behind]:
    async with standing_behind(gateway) as found:
        yield found


def tags(node: ET.Element) -> list[str]:
    return [one.tag for one in node]


async def test_discovery_in_xml_names_its_endpoints_and_their_formats(gateway: Gateway) -> None:
    answer = await gateway.client.get("/open311/discovery.xml")
    root = ET.fromstring(await answer.text())  # noqa: S314 - our own answer
    assert (root.tag, tags(root)) == (
        "discovery",
        ["changeset", "contact", "key_service", "endpoints"],
    )
    formats = root.findall("endpoints/endpoint/formats/format")
    assert [one.text for one in formats] == ["application/json", "text/xml"]


async def test_a_definition_in_xml_is_one_element_with_its_attributes(gateway: Gateway) -> None:
    answer = await gateway.client.get(f"{BASE}/services/repair.xml")
    root = ET.fromstring(await answer.text())  # noqa: S314 - our own answer
    assert (root.tag, tags(root)) == ("service_definition", ["service_code", "attributes"])


async def test_a_definition_in_json_lists_its_attributes(gateway: Gateway) -> None:
    answer = await gateway.client.get(f"{BASE}/services/repair.json")
    assert await answer.json() == {"service_code": "repair", "attributes": []}


async def test_a_tool_may_say_where_by_coordinates(gateway: Gateway, behind: Behind) -> None:
    key = await key_of(gateway, Role.HEAD, "h1")
    where = {"lat": "30.27", "long": "120.15"}
    status, _ = await report(gateway, key, first_name="明", last_name="李", **where)
    assert (status, behind.spoke[-1][2]["place"]) == (201, {"spot": "坐标 30.27,120.15"})


async def test_coordinates_are_read_as_they_were_written(gateway: Gateway, behind: Behind) -> None:
    text = "井盖坏了\n照片：https://tool.example/1.jpg"
    one = {**ONE, "place": {"spot": "坐标 30.27,120.15"}, "text": text}
    behind.answer = (200, {"requests": [one]})
    key = await key_of(gateway, Role.HEAD, "h1")
    answer = await gateway.client.get(f"{BASE}/requests.json", params={"api_key": key})
    [told] = await answer.json()
    assert (told["lat"], told["long"]) == ("30.27", "120.15")
    assert told["media_url"] == "https://tool.example/1.jpg"


async def test_a_pictures_address_goes_with_the_report(gateway: Gateway, behind: Behind) -> None:
    key = await key_of(gateway, Role.OWNER, "o1")
    await report(gateway, key, media_url="https://tool.example/1.jpg")
    assert behind.spoke[-1][2]["text"].endswith("厨房漏水\n照片：https://tool.example/1.jpg")


@pytest.mark.parametrize(
    "form",
    [{"media_url": "javascript:alert(1)"}, {"lat": "91", "long": "1"}, {"lat": "x", "long": "1"}],
)
async def test_a_strange_address_or_place_is_refused(
    gateway: Gateway, behind: Behind, form: dict[str, str]
) -> None:
    key = await key_of(gateway, Role.OWNER, "o1")
    status, said = await report(gateway, key, **form)
    assert (status, said[0]["code"]) == (400, 400)


async def test_a_service_that_is_away_is_told_in_the_protocols_words(
    gateway: Gateway, behind: Behind
) -> None:
    behind.answer = (503, {})
    key = await key_of(gateway, Role.OWNER, "o1")
    answer = await gateway.client.get(f"{BASE}/requests.json", params={"api_key": key})
    assert (answer.status, (await answer.json())[0]["code"]) == (503, 503)
