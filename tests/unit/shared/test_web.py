"""Operations turn models into HTTP and failures into problem documents."""

from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import jwt
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from deploy.local.keys import Keys, keys_in
from shared.contracts.words import Role
from shared.kernel.clock import utc_now
from shared.kernel.errors import Conflict, Missing, TooMany, Unavailable, WrongMove
from shared.runtime.settings import ServiceSettings
from shared.web.app import service_app
from shared.web.auth import Principal
from shared.web.operation import KEY, Form, Routes, View, cause_of, operation
from tests.support.issuer import Issuer
from tests.support.tokens import Tokens

Client = TestClient[web.Request, web.Application]
FAILURES = {
    "missing": Missing("没有找到这条记录。"),
    "wrong-move": WrongMove("已经关闭的诉求不能再接单。"),
    "conflict": Conflict("x"),
    "many": TooMany("请一分钟后再试。", retry_after=60),
    "away": Unavailable("mongodb://secret"),
    "bug": KeyError("13900000001"),
}
routes = Routes()


class Say(Form):
    """What is said."""

    text: str
    times: int = 1


class Said(View):
    """What was heard."""

    text: str
    by: str
    cause: str


@routes.post("/things/{thing_id}")
@operation(roles=frozenset({Role.OWNER}), status=201)
async def say(request: web.Request, who: Principal, thing_id: str, form: Say) -> Said:
    """Say it."""
    if form.text in FAILURES:
        raise FAILURES[form.text]
    cause = cause_of(request, who)
    return Said(text=f"{thing_id}: {form.text}", by=who.id, cause=cause.id)


@routes.post("/pictures")
@operation(headers={KEY: True, "X-Why": False}, parts=("picture",))
async def paint(request: web.Request) -> None:
    """Keep a picture."""


@pytest.fixture
def issuer(token: Tokens) -> Issuer:
    return Issuer(token)


@pytest.fixture
async def client(keys: Keys) -> AsyncIterator[Client]:
    settings = ServiceSettings(
        amqp_url="amqp://x", mongo_url="mongodb://x", jwt_public_keys_file=keys.jwt_public_keys_file
    )
    async with TestClient(TestServer(service_app("test", settings, routes))) as client:
        yield client


async def _post(client: Client, bearer: dict[str, str], **more: Any) -> tuple[int, dict[str, Any]]:
    headers = {**bearer, **more.pop("headers", {})}
    async with client.post("/things/t1", headers=headers, **more) as response:
        return response.status, await response.json(content_type=None)


async def test_a_model_goes_in_and_a_model_comes_out(client: Client, issuer: Issuer) -> None:
    status, said = await _post(client, issuer.bearer("o1", Role.OWNER), json={"text": "漏水"})
    assert (status, said["text"], said["by"]) == (201, "t1: 漏水", "o1")


async def test_the_same_idempotency_key_is_the_same_cause(client: Client, issuer: Issuer) -> None:
    token, key = issuer.bearer("o1", Role.OWNER), {"Idempotency-Key": "k1"}
    first = await _post(client, token, json={"text": "a"}, headers=key)
    again = await _post(client, token, json={"text": "a"}, headers=key)
    assert first == again


async def test_two_people_s_equal_keys_are_different_causes(client: Client, issuer: Issuer) -> None:
    key = {"Idempotency-Key": "k1"}
    one = await _post(client, issuer.bearer("o1", Role.OWNER), json={"text": "a"}, headers=key)
    two = await _post(client, issuer.bearer("o2", Role.OWNER), json={"text": "a"}, headers=key)
    assert one[1]["cause"] != two[1]["cause"]


@pytest.mark.parametrize(
    ("text", "status", "slug"),
    [
        ("missing", 404, "not-found"),
        ("wrong-move", 409, "wrong-move"),
        ("conflict", 409, "conflict"),
        ("many", 429, "too-many-requests"),
        ("away", 503, "unavailable"),
        ("bug", 500, "bug"),
    ],
)
async def test_a_failure_becomes_its_problem(
    client: Client, issuer: Issuer, text: str, status: int, slug: str
) -> None:
    code, problem = await _post(client, issuer.bearer("o1", Role.OWNER), json={"text": text})
    assert (code, problem["status"], problem["slug"]) == (status, status, slug)
    assert "secret" not in str(problem)
    assert "1390000" not in str(problem)


@pytest.mark.parametrize(
    ("body", "status", "slug"),
    [
        (b"{", 422, "invalid-input"),
        (b"[1]", 422, "invalid-input"),
        (b"null", 422, "invalid-input"),
        (b'{"text": 5}', 422, "invalid-input"),
        (b'{"text": "a", "extra": 1}', 422, "invalid-input"),
        (b"\xff\xff", 422, "invalid-input"),
        (b"[" * 100_000, 422, "invalid-input"),
        (b"x" * 5_000_000, 413, "request-entity-too-large"),
    ],
    ids=["cut", "list", "null", "type", "extra", "no-utf8", "deep", "5MB"],
)
async def test_nonsense_is_refused_with_a_slug_and_never_a_500(
    client: Client, issuer: Issuer, body: bytes, status: int, slug: str
) -> None:
    code, problem = await _post(client, issuer.bearer("o1", Role.OWNER), data=BytesIO(body))
    assert (code, problem["slug"]) == (status, slug)


async def test_a_fault_names_the_field_in_chinese(client: Client, issuer: Issuer) -> None:
    _, problem = await _post(client, issuer.bearer("o1", Role.OWNER), json={})
    assert problem["faults"] == [{"at": "text", "reason": "必须填写"}]


async def test_the_detail_counts_the_places_and_leaves_their_names_to_the_faults(
    client: Client, issuer: Issuer
) -> None:
    wrong = {"text": 5, "times": "x"}
    _, problem = await _post(client, issuer.bearer("o1", Role.OWNER), json=wrong)
    assert problem["detail"] == "有 2 处填得不对，请检查后再提交。"


async def test_a_role_that_may_not_is_forbidden(client: Client, issuer: Issuer) -> None:
    code, problem = await _post(client, issuer.bearer("w1", Role.WORKER), json={"text": "a"})
    assert (code, problem["slug"]) == (403, "forbidden")


def _forged(issuer: Issuer, elsewhere: Path) -> dict[str, dict[str, str]]:
    claims: dict[str, object] = {"sub": "o1", "estate": "sample", "role": "owner", "aud": "hudong"}
    claims = {**claims, "exp": utc_now() + timedelta(minutes=5)}
    named = {"kid": "local"}
    tokens = {
        "empty": "",
        "garbage": "abc.def.ghi",
        "unsigned": jwt.encode(claims, "", algorithm="none", headers=named),
        "hmac": jwt.encode(claims, "x" * 32, algorithm="HS256", headers=named),
    }
    return {
        **{kind: {"Authorization": f"Bearer {token}"} for kind, token in tokens.items()},
        "expired": issuer.bearer("o1", Role.OWNER, lasts=timedelta(minutes=-1)),
        "another's key": Issuer(Tokens(keys_in(elsewhere))).bearer("o1", Role.OWNER),
    }


@pytest.mark.parametrize(
    "kind", ["empty", "garbage", "unsigned", "expired", "another's key", "hmac"]
)
async def test_a_token_that_is_not_ours_is_no_log_in(
    client: Client, issuer: Issuer, tmp_path: Path, kind: str
) -> None:
    code, problem = await _post(client, _forged(issuer, tmp_path)[kind], json={"text": "a"})
    assert (code, problem["slug"]) == (401, "not-logged-in")


async def test_an_unknown_address_is_a_problem_too(client: Client) -> None:
    async with client.get("/nowhere") as response:
        assert response.content_type == "application/problem+json"


async def test_openapi_describes_the_operation_and_its_roles(client: Client) -> None:
    async with client.get("/openapi.json") as response:
        described = (await response.json())["paths"]["/things/{thing_id}"]["post"]
    assert described["x-roles"] == ["owner"]
    assert described["requestBody"]["content"]["application/json"]["schema"]["$ref"].endswith("Say")


async def test_openapi_describes_the_headers_and_the_parts_that_an_operation_reads(
    client: Client,
) -> None:
    async with client.get("/openapi.json") as response:
        described = (await response.json())["paths"]["/pictures"]["post"]
    read = {
        one["name"]: one["required"] for one in described["parameters"] if one["in"] == "header"
    }
    assert read == {"Idempotency-Key": True, "X-Why": False}
    assert described["requestBody"]["content"]["multipart/form-data"]["schema"] == {
        "type": "object",
        "required": ["picture"],
        "properties": {"picture": {"type": "string", "format": "binary"}},
    }


async def test_ready_and_live_and_metrics_answer(client: Client) -> None:
    found = [(await client.get(path)).status for path in ("/live", "/ready", "/metrics")]
    assert found == [200, 200, 200]
