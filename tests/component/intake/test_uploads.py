"""A photo comes in pieces over a line that breaks, and is the same as one that came whole."""

import base64
import hashlib
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from services.intake.domain.photo import MOST_BYTES
from services.intake.domain.upload import LASTS, MOST_OPEN
from shared.contracts.words import Role
from tests.component.intake.test_attachments import png
from tests.support.intake import NOON, Intake
from tests.support.issuer import Issuer

PATH = "/api/v1/uploads"
TUS = {"Tus-Resumable": "1.0.0"}
OCTETS = {"Content-Type": "application/offset+octet-stream"}
Client = TestClient[Any, Any]


@pytest.fixture
def owner(issuer: Issuer) -> dict[str, str]:
    return {**issuer.bearer("owner-1", Role.OWNER), **TUS}


@pytest.fixture
def other(issuer: Issuer) -> dict[str, str]:
    return {**issuer.bearer("owner-2", Role.OWNER), **TUS}


async def begun(client: Client, who: dict[str, str], length: int, **more: str) -> str:
    headers = {**who, "Upload-Length": str(length), **more}
    answer = await client.post(PATH, headers=headers)
    assert answer.status == 201, await answer.text()
    return answer.headers["Location"]


async def patch(client: Client, path: str, who: dict[str, str], at: int, body: bytes) -> Any:
    headers = {**who, **OCTETS, "Upload-Offset": str(at)}
    return await client.patch(path, data=body, headers=headers)


async def test_a_photo_in_two_pieces_becomes_an_attachment(
    client: Client, owner: dict[str, str]
) -> None:
    photo = png()
    path = await begun(client, owner, len(photo))
    first = await patch(client, path, owner, 0, photo[:20])
    assert (first.status, first.headers["Upload-Offset"]) == (204, "20")
    last = await patch(client, path, owner, 20, photo[20:])
    identity = last.headers["X-Attachment-Id"]
    assert (last.headers["Upload-Offset"], path) == (str(len(photo)), f"{PATH}/{identity}")
    shown = await client.get(f"/api/v1/attachments/{identity}", headers=owner)
    assert (shown.status, shown.content_type) == (200, "image/png")


async def test_another_length_under_the_same_key_is_refused(
    client: Client, owner: dict[str, str]
) -> None:
    keyed = {**owner, "Idempotency-Key": "u-1"}
    first = await begun(client, keyed, 100)
    assert await begun(client, keyed, 100) == first
    answer = await client.post(PATH, headers={**keyed, "Upload-Length": "200"})
    assert (answer.status, (await answer.json())["slug"]) == (409, "idempotency-key-reused")


async def test_who_was_cut_off_asks_how_far_it_got(client: Client, owner: dict[str, str]) -> None:
    path = await begun(client, owner, 100)
    await patch(client, path, owner, 0, b"x" * 30)
    answer = await client.head(path, headers=owner)
    assert (answer.status, answer.headers["Upload-Offset"], answer.headers["Upload-Length"]) == (
        200,
        "30",
        "100",
    )


async def test_the_offset_is_never_beyond_what_is_kept(
    client: Client, intake: Intake, owner: dict[str, str]
) -> None:
    path = await begun(client, owner, 100)
    intake.upload_shelf.breaks = True
    assert (await patch(client, path, owner, 0, b"x" * 30)).status == 503
    assert (await client.head(path, headers=owner)).headers["Upload-Offset"] == "0"


async def test_a_piece_from_elsewhere_is_refused(client: Client, owner: dict[str, str]) -> None:
    path = await begun(client, owner, 100)
    answer = await patch(client, path, owner, 10, b"x")
    assert (answer.status, (await answer.json())["slug"]) == (409, "wrong-offset")


async def test_more_than_was_announced_is_refused_and_not_kept(
    client: Client, owner: dict[str, str]
) -> None:
    path = await begun(client, owner, 10)
    assert (await patch(client, path, owner, 0, b"x" * 11)).status == 413
    assert (await client.head(path, headers=owner)).headers["Upload-Offset"] == "0"


@pytest.mark.parametrize("name", ["sha1", "sha256", "md5"])
async def test_a_piece_that_was_spoilt_on_the_way_is_not_kept(
    client: Client, owner: dict[str, str], name: str
) -> None:
    path = await begun(client, owner, 100)
    digest = base64.b64encode(hashlib.new(name, b"right").digest()).decode()
    sums = {**owner, "Upload-Checksum": f"{name} {digest}"}
    assert (await patch(client, path, sums, 0, b"wrong")).status == 460
    assert (await patch(client, path, sums, 0, b"right")).headers["Upload-Offset"] == "5"


async def test_an_unknown_checksum_is_a_bad_header(client: Client, owner: dict[str, str]) -> None:
    path = await begun(client, owner, 100)
    answer = await patch(client, path, {**owner, "Upload-Checksum": "crc32 AAAA"}, 0, b"x")
    assert answer.status == 400


async def test_what_is_no_photo_is_refused_at_the_end_like_one_that_came_whole(
    client: Client, intake: Intake, owner: dict[str, str]
) -> None:
    path = await begun(client, owner, 9)
    answer = await patch(client, path, owner, 0, b"not a pic")
    assert (answer.status, (await answer.json())["slug"]) == (422, "not-a-photo")
    assert (intake.upload_shelf.pieces, intake.album.kept) == ({}, {})
    assert (await client.head(path, headers=owner)).status == 404


async def test_a_crash_before_the_photo_was_made_is_made_good_at_the_next_look(
    client: Client, intake: Intake, owner: dict[str, str]
) -> None:
    photo = png()
    path = await begun(client, owner, len(photo))
    await patch(client, path, owner, 0, photo[:-1])
    upload = intake.uploads.kept[path.rpartition("/")[2]]
    await intake.upload_shelf.put("last", photo[-1:], NOON + LASTS)
    upload.take(type(upload.pieces[0])(id="last", size=1))
    answer = await client.head(path, headers=owner)
    assert answer.headers["X-Attachment-Id"] in intake.album.kept


async def test_nobody_touches_somebody_elses_upload(
    client: Client, owner: dict[str, str], other: dict[str, str]
) -> None:
    path = await begun(client, owner, 100)
    answers = [
        await client.head(path, headers=other),
        await patch(client, path, other, 0, b"x"),
        await client.delete(path, headers=other),
    ]
    assert [one.status for one in answers] == [404, 404, 404]


async def test_what_was_given_up_is_gone_with_its_pieces(
    client: Client, intake: Intake, owner: dict[str, str]
) -> None:
    path = await begun(client, owner, 100)
    await patch(client, path, owner, 0, b"x" * 30)
    assert (await client.delete(path, headers=owner)).status == 204
    assert (await client.head(path, headers=owner)).status == 404
    assert intake.upload_shelf.pieces == {}


async def test_an_upload_ends_after_a_day(
    client: Client, intake: Intake, owner: dict[str, str]
) -> None:
    path = await begun(client, owner, 100)
    intake.uploads.kept[path.rpartition("/")[2]].forget_at = NOON
    assert (await client.head(path, headers=owner)).status == 404


async def test_the_same_beginning_twice_is_one_upload(
    client: Client, owner: dict[str, str]
) -> None:
    same = {"Idempotency-Key": "once"}
    assert await begun(client, owner, 100, **same) == await begun(client, owner, 100, **same)


async def test_one_person_has_only_so_many_open(client: Client, owner: dict[str, str]) -> None:
    for _ in range(MOST_OPEN):
        await begun(client, owner, 100)
    answer = await client.post(PATH, headers={**owner, "Upload-Length": "100"})
    assert (answer.status, (await answer.json())["slug"]) == (429, "too-many-uploads")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Length": str(MOST_BYTES + 1)}, 413),
        ({"Upload-Length": "0"}, 422),
        ({"Upload-Length": "-1"}, 400),
        ({}, 400),
        ({"Upload-Length": "9", "Tus-Resumable": "0.2.2"}, 412),
    ],
)
async def test_what_cannot_be_begun_is_refused(
    client: Client, owner: dict[str, str], headers: dict[str, str], status: int
) -> None:
    assert (await client.post(PATH, headers={**owner, **headers})).status == status


async def test_a_client_learns_what_is_understood(client: Client) -> None:
    answer = await client.options(PATH)
    assert (answer.status, answer.headers["Tus-Extension"]) == (
        204,
        "creation,expiration,termination,checksum",
    )
