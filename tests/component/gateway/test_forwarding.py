"""What passes the door, and how."""

import asyncio
import json

import pytest
from pydantic import HttpUrl

from services.gateway.domain.upstreams import PREFIXES
from shared.contracts.words import Role
from tests.component.gateway.conftest import Gateway
from tests.support.eventually import eventually
from tests.support.logbook import hear

SMUGGLED = {
    "X-Forwarded-For": "6.6.6.6",
    "X-Forwarded-Host": "evil.example",
    "Forwarded": "for=6.6.6.6",
    "X-Real-IP": "6.6.6.6",
    "X-Principal": "admin",
    "X-Estate": "other",
    "Cookie": "hudong_owner=stolen",
    "Connection": "X-Hop",
    "X-Hop": "1",
}


@pytest.mark.parametrize("prefix", sorted(PREFIXES))
async def test_every_prefix_is_forwarded(gateway: Gateway, prefix: str) -> None:
    response = await gateway.client.get(f"{prefix}/a/b?c=%E4%B8%9A&d=1")
    assert response.status == 201
    assert gateway.echo.seen[0].raw_path == f"{prefix}/a/b?c=%E4%B8%9A&d=1"


@pytest.mark.parametrize("path", ["/api/v1/codes", "/api/v1/unknown", "/metrics/x", "/openapi"])
async def test_nothing_else_is(gateway: Gateway, path: str) -> None:
    response = await gateway.client.post(path, json={})
    assert (response.status, gateway.echo.seen) == (404, [])


async def test_a_callers_word_about_itself_is_dropped(gateway: Gateway) -> None:
    response = await gateway.client.get("/api/v1/requests", headers=SMUGGLED)
    got = {name.lower(): value for name, value in (await response.json()).items()}
    assert got["x-forwarded-for"] == "127.0.0.1"
    assert got["x-forwarded-host"] == "estate.example"
    assert not got.keys() & {"forwarded", "x-real-ip", "x-principal", "x-estate", "cookie", "x-hop"}


async def test_token_key_and_trace_reach_the_service(gateway: Gateway) -> None:
    sent = {
        **gateway.tokens.header(Role.OWNER, "o1"),
        "Idempotency-Key": "k-1",
        "X-Request-Id": "given-by-caller",
        "traceparent": f"00-{'a' * 32}-{'b' * 16}-01",
    }
    response = await gateway.client.post("/api/v1/app/requests", json={"text": "灯"}, headers=sent)
    got = {name.lower(): value for name, value in (await response.json()).items()}
    assert {name: got[name.lower()] for name in sent} == sent
    assert json.loads(gateway.echo.bodies[0]) == {"text": "灯"}
    assert response.headers["X-Request-Id"] == "given-by-caller"


async def test_a_request_is_named_and_traced_if_the_caller_did_not(gateway: Gateway) -> None:
    response = await gateway.client.get("/api/v1/requests", headers={"X-Request-Id": "a b<c>"})
    got = {name.lower(): value for name, value in (await response.json()).items()}
    assert response.headers["X-Request-Id"] == got["x-request-id"] != "a b<c>"
    assert len(got["traceparent"]) == 55


async def test_a_services_cookies_and_hop_headers_stay_behind(gateway: Gateway) -> None:
    response = await gateway.client.get("/api/v1/requests")
    assert response.headers["X-Of-Service"] == "yes"
    assert not {"Set-Cookie", "Keep-Alive"} & set(response.headers)


async def test_an_answer_streams_through_while_it_is_being_written(gateway: Gateway) -> None:
    async with gateway.client.get("/api/v1/requests/stream?hang=1") as response:
        assert await asyncio.wait_for(response.content.readany(), 5) == b"first"


async def test_an_answer_that_breaks_off_is_not_passed_off_as_whole(gateway: Gateway) -> None:
    response = await gateway.client.get("/api/v1/requests/cut")
    with pytest.raises(Exception, match=r"payload|disconnected|closed"):
        await response.read()


async def test_a_head_request_has_no_body(gateway: Gateway) -> None:
    response = await gateway.client.head("/api/v1/requests/r1")
    assert (response.status, await response.read()) == (201, b"")


class TestAway:
    """With a router that is away."""

    @pytest.fixture
    def changes(self) -> dict[str, object]:
        return {"router_url": HttpUrl("http://127.0.0.1:9")}

    async def test_a_service_that_is_away_is_a_503_in_chinese(self, gateway: Gateway) -> None:
        response = await gateway.client.get("/api/v1/requests")
        problem = await response.json()
        assert (response.status, problem["slug"]) == (503, "unavailable")
        assert "服务" in problem["detail"]
        assert "Traceback" not in str(problem)
        assert response.headers["Retry-After"]

    async def test_a_service_that_is_away_leaves_a_note_in_the_document(
        self, gateway: Gateway
    ) -> None:
        document = await (await gateway.client.get("/api/openapi.json")).json()
        assert document["x-unavailable"] == ["router"]
        assert "/api/v1/auth/codes" in document["paths"]


async def test_the_document_holds_what_is_forwarded_and_nothing_inner(gateway: Gateway) -> None:
    document = await (await gateway.client.get("/api/openapi.json")).json()
    assert "/api/v1/requests" in document["paths"]
    assert "/api/v1/codes" not in document["paths"]


async def test_two_schemas_of_one_name_are_kept_apart(gateway: Gateway) -> None:
    schemas = (await (await gateway.client.get("/api/openapi.json")).json())["components"][
        "schemas"
    ]
    assert schemas["Tokens"]["type"] == "object"
    assert schemas["IntakeTokens"] == {"type": "string"}


async def test_the_sandbox_is_not_there_unless_it_was_set(gateway: Gateway) -> None:
    assert (await gateway.client.get("/sandbox")).status == 404


@pytest.mark.parametrize("prefix", ["/api/v1/surveys", "/api/v1/ballots", "/api/v1/receipts"])
async def test_a_secret_in_the_path_stays_out_of_the_log(gateway: Gateway, prefix: str) -> None:
    logged = hear()
    await gateway.client.post(f"{prefix}/aliyun/a-secret-in-the-path", json=[])
    await eventually(lambda: "http.request" in {line["event"] for line in logged})
    assert "a-secret-in-the-path" not in str(logged)
