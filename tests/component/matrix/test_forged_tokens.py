"""No service's own door opens to a token that the gateway has not signed, for us, for now."""

from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.local.keys import Keys
from tests.component.matrix.conftest import Doors
from tests.support.forgeries import FORGERIES, Forger

ASKED: Final = {
    "gateway": "/api/v1/me",
    "intake": "/api/v1/desk/owners?q=1201",
    "router": "/api/v1/requests",
    "notifier": "/api/v1/inbox",
    "survey": "/api/v1/survey-rules",
}


@pytest.fixture
def forger(keys: Keys) -> Forger:
    return Forger(keys, Ed25519PrivateKey.generate())


async def test_no_forged_token_opens_any_service(forger: Forger, doors: Doors) -> None:
    said = {
        (way, name): await _answer(doors, name, f"Bearer {make(forger)}")
        for way, make in FORGERIES.items()
        for name in ASKED
    }
    assert {case: status for case, status in said.items() if status != 401} == {}


async def test_what_the_gateway_has_signed_is_let_in(forger: Forger, doors: Doors) -> None:
    assert await _answer(doors, "gateway", f"Bearer {forger.signed()}") == 200


async def test_a_good_token_under_another_name_opens_nothing(forger: Forger, doors: Doors) -> None:
    ways = ("", "Basic ", "Bearer Bearer ", "Token ")
    said = {
        (way, name): await _answer(doors, name, f"{way}{forger.signed()}")
        for way in ways
        for name in ASKED
    }
    assert {case: status for case, status in said.items() if status != 401} == {}


async def _answer(doors: Doors, name: str, authorization: str) -> int:
    async with doors.clients[name].get(
        ASKED[name], headers={"Authorization": authorization}
    ) as answer:
        return answer.status
