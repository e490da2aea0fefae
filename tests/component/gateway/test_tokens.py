"""Only what the gateway has signed with its key opens anything."""

import base64
import json
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.contracts.words import Role
from shared.kernel.clock import utc_now
from tests.component.gateway.conftest import Gateway

CLAIMS = {"sub": "admin", "estate": "sample", "role": "admin", "name": "", "aud": "hudong"}


async def status_of(gateway: Gateway, token: str, path: str = "/api/v1/me") -> int:
    response = await gateway.client.get(path, headers={"Authorization": f"Bearer {token}"})
    assert response.content_type in {"application/json", "application/problem+json"}
    return response.status


def claims(gateway: Gateway) -> dict[str, str | float]:
    return {**CLAIMS, "exp": utc_now().timestamp() + 600}


def kid_of(gateway: Gateway) -> str:
    return str(next(iter(json.loads(gateway.files.jwt_public_keys_file.read_text()))))


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


async def test_a_good_token_opens(gateway: Gateway) -> None:
    assert await status_of(gateway, gateway.tokens(Role.OWNER, "o1")) == 200


async def test_an_expired_token_does_not(gateway: Gateway) -> None:
    old = gateway.tokens(Role.OWNER, "o1", lasts=timedelta(seconds=-1))
    assert await status_of(gateway, old) == 401


async def test_a_token_without_signature_does_not(gateway: Gateway) -> None:
    for name in ("none", "None", "NONE"):
        head = part({"alg": name, "typ": "JWT", "kid": kid_of(gateway)})
        assert await status_of(gateway, f"{head}.{part(claims(gateway))}.") == 401


async def test_the_public_key_is_no_shared_secret(gateway: Gateway) -> None:
    public = next(iter(json.loads(gateway.files.jwt_public_keys_file.read_text()).values()))
    head = part({"alg": "HS256", "typ": "JWT", "kid": kid_of(gateway)})
    signed = f"{head}.{part(claims(gateway))}"
    algorithm = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    mac = base64.urlsafe_b64encode(algorithm.sign(signed.encode(), public.encode()))
    assert await status_of(gateway, f"{signed}.{mac.rstrip(b'=').decode()}") == 401


@pytest.mark.parametrize("kid", ["", "other", "../../etc/passwd", "' or 1=1"])
async def test_another_key_does_not_open(gateway: Gateway, kid: str) -> None:
    foreign = Ed25519PrivateKey.generate()
    for name in (kid, kid_of(gateway)):
        token = jwt.encode(claims(gateway), foreign, algorithm="EdDSA", headers={"kid": name})
        assert await status_of(gateway, token) == 401


async def test_a_token_for_others_ears_does_not(gateway: Gateway) -> None:
    private = gateway.files.jwt_private_key_file.read_text()
    foreign = {**claims(gateway), "aud": "elsewhere"}
    token = jwt.encode(foreign, private, algorithm="EdDSA", headers={"kid": kid_of(gateway)})
    assert await status_of(gateway, token) == 401


@pytest.mark.parametrize("token", ["x", "a.b.c", "..", "e30.e30.e30", "A" * 5000])
async def test_nonsense_is_refused_before_it_reaches_a_service(
    gateway: Gateway, token: str
) -> None:
    assert await status_of(gateway, token, "/api/v1/requests") == 401
    assert gateway.echo.seen == []


async def test_an_owners_token_is_no_admins(gateway: Gateway) -> None:
    response = await gateway.client.put(
        "/api/v1/directory",
        json={"files": {}},
        headers=gateway.tokens.header(Role.OWNER, "o1"),
    )
    assert response.status == 403


async def test_a_token_of_a_gateway_whose_clock_is_a_little_ahead_opens(gateway: Gateway) -> None:
    ahead = (utc_now() + timedelta(seconds=5)).timestamp()
    private = gateway.files.jwt_private_key_file.read_text()
    fresh = jwt.encode(
        {**claims(gateway), "iat": ahead},
        private,
        algorithm="EdDSA",
        headers={"kid": kid_of(gateway)},
    )
    assert await status_of(gateway, fresh) == 200
