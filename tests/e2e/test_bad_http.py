"""What is no proper HTTP, or leads nowhere, ends at the door; no service hears of it."""

import pytest

from tests.support.eventually import eventually
from tests.support.matter import People
from tests.support.problem import Watch, check_problem
from tests.support.raw import hang_up, raw

HOST = "Host: hudong\r\n"
NOWHERE = (
    "/api/v1/nothing",
    "/api/v2/requests",
    "/static/none.js",
    "/.git/config",
    "/wp-login.php",
)
TWISTED = (
    "/api/v1/app/../policy",
    "/api/v1/app/./requests",
    "/static/../../etc/passwd",
    "/api/v1/app/%2e%2e/policy",
    "/static/..%2f..%2fetc%2fpasswd",
    "/api/v1//requests",
    "/api/v1/requests/%00",
    "/api/v1/requests\\..\\policy",
    "/api/v1/requests/%0d%0aX-Role:%20admin",
    "//evil.example/api/v1/requests",
)
BROKEN_CHUNKS = ("zz\r\n{}\r\n0\r\n\r\n", "-1\r\n{}\r\n", "2\r\n{}xx\r\n0\r\n\r\n")
SMUGGLED = {
    "both a length and chunks": "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
    "two lengths": "Content-Length: 2\r\nContent-Length: 40\r\n",
    "a length that is none": "Content-Length: +2\r\n",
    "a negative length": "Content-Length: -2\r\n",
    "a coding nobody knows": "Transfer-Encoding: xchunked\r\n",
    "a folded header": "X-One: a\r\n Transfer-Encoding: chunked\r\n",
    "a space before the colon": "Transfer-Encoding : chunked\r\n",
    "a header without a name": ": chunked\r\n",
    "a null byte": "X-One: a\x00b\r\n",
    "a bare line feed": "X-One: a\nX-Two: b\x01\r\n",
    "a header of 100 KB": f"X-One: {'a' * 100_000}\r\n",
    "no line end": "X-One\r\n",
}


@pytest.mark.parametrize("path", NOWHERE)
async def test_a_path_that_leads_nowhere_is_not_found(path: str, watch: Watch) -> None:
    answer = await raw(watch.hudong.door, f"GET {path} HTTP/1.1\r\n{HOST}\r\n")
    await watch.refused(answer, 404, "not-found")


@pytest.mark.parametrize("path", TWISTED)
async def test_a_path_that_climbs_or_hides_something_is_refused(path: str, watch: Watch) -> None:
    answer = await raw(watch.hudong.door, f"GET {path} HTTP/1.1\r\n{HOST}\r\n")
    await watch.refused(answer, 400, "bad-path")


async def test_a_method_that_a_path_does_not_have_is_refused(watch: Watch) -> None:
    answer = await raw(watch.hudong.door, f"DELETE /api/v1/me HTTP/1.1\r\n{HOST}\r\n")
    await watch.refused(answer, 405, "method-not-allowed")


@pytest.mark.parametrize("headers", SMUGGLED.values(), ids=SMUGGLED.keys())
async def test_headers_that_two_servers_could_read_differently_are_refused(
    headers: str, watch: Watch
) -> None:
    head = f"POST /api/v1/auth/codes HTTP/1.1\r\n{HOST}Content-Type: application/json\r\n{headers}"
    answer = await raw(watch.hudong.door, f"{head}\r\n{{}}")
    await watch.refused(answer, 400, "bad-request")


@pytest.mark.parametrize("line", ["GET / HTTP/9.9", "\x16\x03\x01", "HELO hudong"])
async def test_what_is_no_http_is_refused(line: str, watch: Watch) -> None:
    answer = await raw(watch.hudong.door, f"{line}\r\n{HOST}\r\n")
    await watch.refused(answer, 400, "bad-request")


async def test_a_body_that_comes_compressed_is_refused(watch: Watch) -> None:
    head = f"POST /api/v1/app/requests HTTP/1.1\r\n{HOST}Content-Encoding: gzip\r\n"
    answer = await raw(watch.hudong.door, f"{head}Content-Length: 2\r\n\r\n{{}}")
    await watch.refused(answer, 415, "coded-body")


@pytest.mark.parametrize("chunks", BROKEN_CHUNKS)
@pytest.mark.parametrize("path", ["/api/v1/app/requests", "/api/v1/wechat/callback"])
async def test_chunks_that_are_none_are_refused(chunks: str, path: str, watch: Watch) -> None:
    head = f"POST {path} HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked\r\n"
    answer = await raw(watch.hudong.door, f"{head}\r\n{chunks}")
    assert answer.status < 500
    check_problem(answer, answer.status, answer.json["slug"])
    assert not watch.changed()


async def test_a_caller_who_hangs_up_in_mid_sentence_is_no_bug(
    people: People, watch: Watch
) -> None:
    head = f"POST /api/v1/app/requests HTTP/1.1\r\n{HOST}Content-Length: 100\r\n"
    head += "Expect: 100-continue\r\nIdempotency-Key: x\r\n"
    said = "".join(f"{name}: {value}\r\n" for name, value in people.owner().headers.items())
    await hang_up(watch.hudong.door, f'{head}{said}\r\n{{"text": ')
    await eventually(lambda: "gateway" in watch.who_logged("caller-gone"))
    assert not watch.changed()
