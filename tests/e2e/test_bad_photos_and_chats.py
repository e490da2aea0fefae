"""Photos that are none, and WeChat calls that the platform did not make or makes again."""

from io import BytesIO

import pytest
from aiohttp import FormData

from tests.support.caller import Answer, person
from tests.support.eventually import eventually
from tests.support.matter import People
from tests.support.platform import Platform, call
from tests.support.problem import Watch
from tests.support.wechat import PATH, Call

PHOTOS = "/api/v1/attachments"
OPENID = person("households.csv", "owner_id", "o005")["wechat_openid"]
NO_PHOTOS = {
    "a script": b"#!/bin/sh\necho hello\n",
    "a page": b"<html><script>alert(1)</script></html>",
    "a drawing with a script": b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
    "nothing": b"",
    "the first bytes of a JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 64,
    "the first bytes of a PNG": b"\x89PNG\r\n\x1a\n" + b"\x00" * 64,
}


@pytest.mark.parametrize("content", NO_PHOTOS.values(), ids=NO_PHOTOS.keys())
async def test_a_photo_that_is_none_is_refused(
    content: bytes, people: People, watch: Watch
) -> None:
    await watch.refused(await _sent_up(people, content), 422, "not-a-photo")


async def test_a_photo_of_just_over_ten_megabytes_is_too_large(
    people: People, watch: Watch
) -> None:
    answer = await _sent_up(people, b"\xff\xd8\xff" + b"\x00" * (10 * 1024 * 1024))
    await watch.refused(answer, 413, "photo-too-large")


async def test_an_upload_of_thirteen_megabytes_ends_at_the_door(
    people: People, watch: Watch
) -> None:
    answer = await _sent_up(people, b"\xff\xd8\xff" + b"\x00" * (13 * 1024 * 1024))
    await watch.refused(answer, 413, "too-large")


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data"])
async def test_an_upload_without_a_file_is_refused(kind: str, people: People, watch: Watch) -> None:
    headers = {"Content-Type": kind}
    answer = await people.owner().send("POST", PHOTOS, data=b"{}", headers=headers)
    await watch.refused(answer, 422, "file-missing")


async def test_a_call_signed_with_another_token_is_refused(
    people: People, platform: Platform, watch: Watch
) -> None:
    made = platform.sealed(platform.says(OPENID, "水管漏水", "80001"), token="guessed")
    await watch.refused(await call(people.nobody(), made), 403, "wechat-wrong-signature")


async def test_a_call_whose_body_was_exchanged_is_refused(
    people: People, platform: Platform, watch: Watch
) -> None:
    first = platform.sealed(platform.says(OPENID, "水管漏水", "80002"))
    other = platform.sealed(platform.says(OPENID, "电梯坏了", "80003"))
    made = Call(first.query, other.body)
    await watch.refused(await call(people.nobody(), made), 403, "wechat-wrong-signature")


async def test_a_call_without_any_signature_is_refused(people: People, watch: Watch) -> None:
    answer = await people.nobody().send("POST", PATH, data=b"<xml/>")
    await watch.refused(answer, 403, "wechat-wrong-signature")


async def test_a_call_played_again_after_eleven_minutes_is_refused(
    people: People, platform: Platform, watch: Watch
) -> None:
    made = platform.sealed(platform.says(OPENID, "水管漏水", "80004"), age=660)
    await watch.refused(await call(people.nobody(), made), 403, "wechat-stale")


async def test_a_plain_message_is_not_the_platform_s_in_safe_mode(
    people: People, platform: Platform, watch: Watch
) -> None:
    body = platform.says(OPENID, "水管漏水", "80005")
    query = {k: v for k, v in platform.sealed(body).query.items() if k != "encrypt_type"}
    answer = await call(people.nobody(), Call(query, body))
    await watch.refused(answer, 403, "wechat-not-encrypted")


@pytest.mark.parametrize("body", [b"", b"no xml", b"<!DOCTYPE x [<!ENTITY e 'x'>]><xml>&e;</xml>"])
async def test_a_signed_call_that_is_no_xml_is_refused(
    body: bytes, people: People, platform: Platform, watch: Watch
) -> None:
    query = platform.sealed(b"<xml/>").query
    answer = await call(people.nobody(), Call(query, body))
    await watch.refused(answer, 422, "wechat-unreadable")


async def test_a_message_that_the_platform_repeats_is_one_request_and_one_answer(
    people: People, platform: Platform
) -> None:
    said = platform.says(OPENID, "车库的灯一直闪", "80006")
    answers = [await call(people.nobody(), platform.sealed(said)) for _ in range(3)]
    assert len({platform.words(answer) for answer in answers}) == 1

    async def is_there_once() -> bool:
        page = (await people.staff("m01").get("/api/v1/requests", limit="100")).json["requests"]
        return [one["text"] for one in page].count("车库的灯一直闪") == 1

    await eventually(is_there_once)


async def _sent_up(people: People, content: bytes) -> Answer:
    form = FormData()
    form.add_field("file", BytesIO(content), filename="photo.jpg", content_type="image/jpeg")
    return await people.owner().send("POST", PHOTOS, data=form)
