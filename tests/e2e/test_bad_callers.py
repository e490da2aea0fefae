"""Whoever is not who they say they are, or asks for what is another's, gets nothing."""

import base64
import json
from datetime import timedelta
from pathlib import Path

import jwt
import pytest

from deploy.local.keys import keys_in
from shared.contracts.words import Role
from tests.support.caller import Caller
from tests.support.installation import Installation
from tests.support.matter import NEIGHBOUR, OWNER, Matter, People
from tests.support.problem import Watch
from tests.support.tokens import Tokens


async def test_nobody_sees_anything_without_a_log_in(
    people: People, matter: Matter, watch: Watch
) -> None:
    await watch.refused(await people.nobody().get(matter.path), 401, "not-logged-in")


async def test_an_expired_token_is_refused(people: People, matter: Matter, watch: Watch) -> None:
    token = people.tokens(Role.MANAGER, "m01", lasts=timedelta(seconds=-1))
    answer = await people.nobody().bearing(token).post(f"{matter.path}/accept", {})
    await watch.refused(answer, 401, "not-logged-in")


async def test_a_token_signed_by_somebody_else_is_refused(
    people: People, matter: Matter, watch: Watch, hudong: Installation, tmp_path: Path
) -> None:
    answer = await _as_forger(people, hudong, tmp_path).post(f"{matter.path}/accept", {})
    await watch.refused(answer, 401, "not-logged-in")


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "\x80", "a" * 7000, "null"])
async def test_what_is_no_token_is_refused(
    token: str, people: People, matter: Matter, watch: Watch
) -> None:
    answer = await people.nobody().bearing(token).get(matter.path)
    await watch.refused(answer, 401, "not-logged-in")


async def test_a_token_without_a_signature_is_refused(
    people: People, matter: Matter, watch: Watch
) -> None:
    claims = jwt.decode(people.tokens(Role.ADMIN), options={"verify_signature": False})
    token = jwt.encode(claims, key="", algorithm="none")
    answer = await people.nobody().bearing(token).get(matter.path)
    await watch.refused(answer, 401, "not-logged-in")


async def test_a_token_whose_role_was_changed_is_refused(
    people: People, matter: Matter, watch: Watch
) -> None:
    head, claims, seal = people.tokens(Role.OWNER, OWNER).split(".")
    raised = json.loads(base64.urlsafe_b64decode(f"{claims}==")) | {"role": "admin"}
    claims = base64.urlsafe_b64encode(json.dumps(raised).encode()).decode().rstrip("=")
    answer = await people.nobody().bearing(f"{head}.{claims}.{seal}").get(matter.path)
    await watch.refused(answer, 401, "not-logged-in")


async def test_a_token_of_another_estate_finds_nothing_here(
    people: People, matter: Matter, watch: Watch
) -> None:
    foreign = people.staff("m01", estate="elsewhere")
    await watch.refused(await foreign.post(f"{matter.path}/accept", {}), 404, "not-found")


async def test_another_owner_s_request_is_not_there(
    people: People, matter: Matter, watch: Watch
) -> None:
    neighbour = people.owner(NEIGHBOUR)
    await watch.refused(await neighbour.get(matter.path), 404, "not-found")


@pytest.mark.parametrize("move", ["cancel", "urge"])
async def test_another_owner_s_request_cannot_be_moved(
    move: str, people: People, matter: Matter, watch: Watch
) -> None:
    form = {"reason": "不要了"} if move == "cancel" else {}
    answer = await people.owner(NEIGHBOUR).post(f"{matter.path}/{move}", form)
    await watch.refused(answer, 404, "not-found")


@pytest.mark.parametrize("path", ["/api/v1/policy", "/api/v1/roster", "/api/v1/desk/owners?q=3"])
async def test_an_owner_has_no_business_at_the_staff_s_doors(
    path: str, people: People, watch: Watch
) -> None:
    await watch.refused(await people.owner().get(path), 403, "forbidden")


async def test_an_owner_cannot_accept_even_their_own_request(
    people: People, matter: Matter, watch: Watch
) -> None:
    answer = await people.owner().post(f"{matter.path}/accept", {})
    await watch.refused(answer, 403, "forbidden")


async def test_a_worker_of_another_department_does_not_see_it(
    people: People, matter: Matter, watch: Watch
) -> None:
    worker = people.staff("w21")
    await watch.refused(await worker.post(f"{matter.path}/accept", {}), 404, "not-found")


async def test_headers_do_not_make_an_owner_somebody_else(
    people: People, matter: Matter, watch: Watch
) -> None:
    boasts = {"X-Role": "admin", "X-User-Id": OWNER, "X-Estate": "sample", "X-Forwarded-For": "::1"}
    answer = await people.owner(NEIGHBOUR).send("GET", matter.path, headers=boasts)
    await watch.refused(answer, 404, "not-found")


@pytest.mark.parametrize("token", ["x", "a" * 40, "-" * 40, "A" * 4000])
async def test_a_survey_s_link_cannot_be_guessed(token: str, people: People, watch: Watch) -> None:
    answer = await people.nobody().get(f"/api/v1/surveys/{token}")
    await watch.refused(answer, 404, "survey-unknown")


async def test_a_receipt_that_the_provider_did_not_sign_is_refused(
    people: People, watch: Watch
) -> None:
    form = {"token": "x", "status": "delivered", "at": "2026-01-01T00:00:00Z"}
    answer = await people.nobody().post("/api/v1/receipts/sandbox", form, **{"X-Signature": "0"})
    await watch.refused(answer, 401, "not-logged-in")


@pytest.mark.parametrize("known", [{"username": "m01", "password": "x"}, {"username": "nobody"}])
async def test_a_wrong_password_and_an_unknown_name_are_told_alike(
    known: dict[str, str], people: People, watch: Watch
) -> None:
    answer = await people.nobody().post("/api/v1/auth/staff", {"password": "x", **known})
    await watch.refused(answer, 401, "wrong-password")


async def test_a_code_that_was_never_sent_opens_nothing(people: People, watch: Watch) -> None:
    form = {"phone": "13900000001", "code": "000000"}
    await watch.refused(await people.nobody().post("/api/v1/auth/owner", form), 401, "wrong-code")


def _as_forger(people: People, hudong: Installation, folder: Path) -> Caller:
    """Return a caller whose token names our key but is signed with another."""
    keys = keys_in(folder)
    keys.jwt_public_keys_file.write_text(hudong.place.keys.jwt_public_keys_file.read_text())
    return people.nobody().bearing(Tokens(keys)(Role.ADMIN, "admin"))
