"""Photos go up stripped, and down only to those who may see them."""

import io
from typing import Any

import pytest
from aiohttp import FormData
from aiohttp.test_utils import TestClient
from PIL import Image

from services.intake.domain.photo import MOST_BYTES
from shared.contracts.words import Role
from tests.support.intake import Intake
from tests.support.issuer import Issuer

PATH = "/api/v1/attachments"
Client = TestClient[Any, Any]


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    return out.getvalue()


def form(content: bytes, name: str = "file", filename: str = "a.jpg") -> FormData:
    data = FormData()
    data.add_field("note", "kitchen")
    data.add_field(name, io.BytesIO(content), filename=filename, content_type="image/jpeg")
    return data


@pytest.fixture
def owner(issuer: Issuer) -> dict[str, str]:
    return issuer.bearer("owner-1", Role.OWNER)


async def test_a_photo_is_kept_under_its_true_type(client: Client, owner: dict[str, str]) -> None:
    answer = await client.post(PATH, data=form(png()), headers=owner)
    body = await answer.json()
    assert (answer.status, body["content_type"], set(body)) == (
        201,
        "image/png",
        {"attachment_id", "content_type", "bytes"},
    )


@pytest.mark.parametrize(
    ("content", "status", "slug"),
    [
        ("这是文本".encode(), 422, "not-a-photo"),
        (b"", 422, "not-a-photo"),
        pytest.param(bytes(MOST_BYTES + 1), 413, "photo-too-large", id="too-large"),
    ],
)
async def test_what_is_no_photo_is_refused_and_not_kept(
    client: Client, intake: Intake, owner: dict[str, str], content: bytes, status: int, slug: str
) -> None:
    answer = await client.post(PATH, data=form(content), headers=owner)
    assert (answer.status, (await answer.json())["slug"]) == (status, slug)
    assert not intake.album.kept


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b""),
        ("multipart/form-data; boundary=b", b"--b\r\n\r\n"),
        ("multipart/form-data; boundary=b", b"--b--\r\n"),
        (
            "multipart/form-data; boundary=b",
            b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
        ),
        ("multipart/form-data; boundary=b", b"\xff\xfe" * 40),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="file"\r\n'
            b"Content-Transfer-Encoding: odd\r\n\r\nx\r\n--b--\r\n",
        ),
        (
            "multipart/form-data; boundary=b",
            b"--b\r\nContent-Type: multipart/mixed\r\n\r\nx\r\n--b--\r\n",
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\ncut off',
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="\x00"\r\n\r\nx\r\n--b--\r\n',
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="_charset_"\r\n\r\n%b\r\n--b--\r\n'
            % (b"x" * 40),
        ),
    ],
)
async def test_what_is_no_upload_is_refused(
    client: Client, owner: dict[str, str], content_type: str, body: bytes
) -> None:
    headers = {**owner, "Content-Type": content_type}
    answer = await client.post(PATH, data=body, headers=headers)
    assert (answer.status, (await answer.json())["slug"]) in {
        (422, "file-missing"),
        (422, "not-a-photo"),
    }


async def test_the_part_must_be_called_file(client: Client, owner: dict[str, str]) -> None:
    answer = await client.post(PATH, data=form(png(), name="photo"), headers=owner)
    assert (await answer.json())["slug"] == "file-missing"


async def uploaded(client: Client, owner: dict[str, str]) -> str:
    answer = await client.post(PATH, data=form(png()), headers=owner)
    return f"{PATH}/{(await answer.json())['attachment_id']}"


async def test_the_uploader_downloads_it_and_no_browser_shows_it_inline(
    client: Client, owner: dict[str, str]
) -> None:
    answer = await client.get(await uploaded(client, owner), headers=owner)
    said = answer.headers
    assert (answer.status, answer.content_type) == (200, "image/png")
    assert said["Content-Disposition"].startswith("attachment; filename=")
    assert said["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("who", "role", "estate", "status"),
    [
        ("staff-1", Role.WORKER, "sample", 200),
        ("owner-2", Role.OWNER, "sample", 404),
        ("staff-9", Role.ADMIN, "other", 404),
        ("owner-1", Role.OWNER, "other", 404),
    ],
)
async def test_only_staff_of_the_estate_see_anothers_photo(
    client: Client,
    issuer: Issuer,
    owner: dict[str, str],
    who: str,
    role: Role,
    estate: str,
    status: int,
) -> None:
    path = await uploaded(client, owner)
    answer = await client.get(path, headers=issuer.bearer(who, role, estate=estate))
    assert answer.status == status


async def test_a_photo_that_is_not_there_is_missing(client: Client, owner: dict[str, str]) -> None:
    assert (await client.get(f"{PATH}/no-such", headers=owner)).status == 404
