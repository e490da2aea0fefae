"""No phone number lies or travels in clear, whoever left it; and those who must call still can."""

import re
from collections.abc import AsyncIterator
from typing import Final

import aio_pika
import pytest
from aiohttp import ClientSession

from shared.contracts.phone import SEALED
from tests.support.caller import rows
from tests.support.eventually import eventually
from tests.support.everything import everything
from tests.support.installation import ESTATE, Installation
from tests.support.matter import People

VISITOR: Final = "13611112222"
NUMBER: Final = re.compile(r"(?<![0-9A-Za-z.:+-])1[3-9]\d{9}(?![0-9A-Za-z-])")
SHEETS: Final = ("households.csv", "staff.csv")


@pytest.fixture
async def overheard(hudong: Installation) -> AsyncIterator[list[bytes]]:
    """Yield the bytes of every message, as anybody with access to the broker could read them."""
    heard: list[bytes] = []
    connection = await aio_pika.connect(hudong.place.amqp_url)
    async with connection:
        channel = await connection.channel()
        queue = await channel.declare_queue(exclusive=True)
        await queue.bind(f"{hudong.place.namespace}events", "#")

        async def hear(message: aio_pika.abc.AbstractIncomingMessage) -> None:
            heard.append(message.body)

        await queue.consume(hear, no_ack=True)
        yield heard


async def test_a_visitor_s_number_is_sealed_on_the_wire_and_in_every_database(
    hudong: Installation, people: People, overheard: list[bytes]
) -> None:
    clerk = people.staff("c01")
    form = {"text": "大堂的灯坏了一盏", "reporter": {"name": "访客", "phone": VISITOR}}
    told = await clerk.done("/api/v1/desk/requests", form)
    path = f"/api/v1/requests/{told['request_id']}"

    async def is_told() -> bool:
        sent = await clerk.get(f"{hudong.sandbox}/messages", to=VISITOR)
        return (await clerk.get(path)).status == 200 and bool(sent.json["messages"])

    await eventually(is_told)
    assert any(SEALED.encode() in body for body in overheard)
    assert not [body for body in overheard if VISITOR.encode() in body]
    assert not [where for where, kept in everything(hudong) if VISITOR in repr(kept)]


async def test_nobody_s_number_lies_in_clear_in_any_document(hudong: Installation) -> None:
    known = {row["phone"] for sheet in SHEETS for row in rows(ESTATE / sheet) if row["phone"]}
    found = [
        (where, number)
        for where, text in ((where, repr(kept)) for where, kept in everything(hudong))
        for number in {*NUMBER.findall(text), *(one for one in known if one in text)}
    ]
    assert not found


async def test_the_desk_still_finds_an_owner_by_number_and_by_its_last_digits(
    people: People,
) -> None:
    row = rows(ESTATE / "households.csv")[0]
    for asked in (row["phone"], row["phone"][-4:]):
        found = await people.staff("c01").get("/api/v1/desk/owners", q=asked)
        assert row["owner_id"] in {one["owner_id"] for one in found.json}


async def test_seeing_a_whole_number_is_written_down(
    hudong: Installation, people: People, door: ClientSession
) -> None:
    clerk = people.staff("c01")
    form = {"text": "门禁卡读不出来", "reporter": {"name": "访客", "phone": VISITOR}}
    request_id = (await clerk.done("/api/v1/desk/requests", form))["request_id"]

    async def is_there() -> bool:
        return (await clerk.get(f"/api/v1/requests/{request_id}")).status == 200

    await eventually(is_there)
    shown = await clerk.get(f"/api/v1/requests/{request_id}")
    whole = await clerk.done(f"/api/v1/requests/{request_id}/reporter/phone", {})
    trail = await people.admin().get("/api/v1/audit", service="router")
    assert shown.json["reporter"]["phone"] == "136****2222"
    assert whole["phone"] == VISITOR
    line = next(one for one in trail.json["lines"] if one["about"] == request_id)
    assert (line["what"], line["who"], trail.json["intact"]) == ("phone.unmasked", "c01", True)
