"""Another site's page can have a visitor's browser send nothing that changes anything here."""

import pytest

from shared.contracts.audit import Noted
from shared.web.audit import AUDIT
from tests.component.gateway.conftest import Gateway
from tests.support.notes import Notes

LOG_IN = {"username": "c01", "password": "right-password", "keep": "cookie"}


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://estate.example.evil.example"]
)
async def test_a_foreign_page_can_log_nobody_in(gateway: Gateway, origin: str) -> None:
    headers = {"Origin": origin}
    answer = await gateway.client.post("/api/v1/auth/staff", json=LOG_IN, headers=headers)
    assert (answer.status, (await answer.json())["slug"]) == (403, "foreign-page")
    assert "Set-Cookie" not in answer.headers


async def test_a_foreign_page_s_form_does_not_reach_a_service(gateway: Gateway) -> None:
    headers = {"Origin": "https://evil.example", "Content-Type": "text/plain"}
    answer = await gateway.client.post("/api/v1/app/requests", data='{"text":"x"}', headers=headers)
    assert (answer.status, gateway.echo.seen) == (403, [])


@pytest.mark.parametrize("origin", ["", "http://estate.example"])
async def test_our_own_pages_and_apps_may(gateway: Gateway, origin: str) -> None:
    headers = {"Origin": origin} if origin else {}
    answer = await gateway.client.post("/api/v1/auth/staff", json=LOG_IN, headers=headers)
    assert answer.status == 200


async def test_no_other_site_may_read_an_answer(gateway: Gateway) -> None:
    answer = await gateway.client.get(
        "/api/v1/directory", headers={"Origin": "https://evil.example"}
    )
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


async def test_a_log_in_is_written_down_and_so_is_one_that_was_refused(gateway: Gateway) -> None:
    await gateway.client.post("/api/v1/auth/staff", json=LOG_IN)
    await gateway.client.post("/api/v1/auth/staff", json={**LOG_IN, "password": "wrong"})
    assert [(one.what, one.who, one.address) for one in _notes(gateway)] == [
        ("login.staff", "c01", "127.0.0.*"),
        ("login.refused", "nobody", "127.0.0.*"),
    ]


def _notes(gateway: Gateway) -> list[Noted]:
    notes = gateway.app[AUDIT]
    assert isinstance(notes, Notes)
    return notes.noted
