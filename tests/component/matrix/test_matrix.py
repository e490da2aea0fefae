"""Who may do what, tried out: every operation, every role, own and foreign estate and household.

What is expected follows from one table: the roles that an operation names, and the scope that was
declared for it in ``operations.txt``. After an operation has been added, its line is written by
``.venv/bin/python -m tests.support.matrix``; its question mark is to be replaced by a scope.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

import pytest
from aiohttp import ClientError

from services.intake.api.uploads import OCTETS
from shared.contracts.words import Role
from tests.component.matrix.conftest import Doors
from tests.support.forms import least
from tests.support.matrix import ROLES, SCOPES, Row, reviewed, rows
from tests.support.tokens import Tokens

NOT_OF_YOUR_ROLE: Final = "没有这项权限"
STREAMS: Final = frozenset({"gateway GET /api/v1/events"})
CALLED: Final = [row for row in rows() if row.name not in STREAMS]
SCOPED: Final = [row for row in CALLED if row.scope in {"self", "household", "estate"}]
SHOWN_TO_ITS_OWNER: Final = frozenset(
    {"router GET /api/v1/requests/{request_id}", "intake HEAD /api/v1/uploads/{upload_id}"}
    | {"intake GET /api/v1/attachments/{attachment_id}", "intake GET /api/v1/app/conversations"}
)
FITTING: Final = {
    "Idempotency-Key": "k-1",
    "Tus-Resumable": "1.0.0",
    "Upload-Length": "10",
    "Upload-Offset": "0",
}
BY_NAME: Final = {"ids": lambda row: row.name}


@dataclass(slots=True, frozen=True)
class Said:
    """What an operation answered."""

    status: int
    text: str


def test_the_table_is_the_one_that_was_reviewed() -> None:
    now = [tuple(row.line.split(" | ")) for row in rows()]
    assert now == reviewed(), "see this file's first lines"


def test_every_operation_has_a_declared_scope() -> None:
    assert not [row.line for row in rows() if row.scope not in SCOPES]


def test_what_needs_no_log_in_is_declared_so() -> None:
    free = {"public", "secret"}
    assert not [r.line for r in rows() if (r.operation.roles is None) != (r.scope in free)]


async def test_nobody_gets_in_without_a_token_or_with_a_forged_one(
    doors: Doors, token: Tokens
) -> None:
    forged = token(Role.ADMIN)[:-8] + "AAAAAAAA"
    let_in = [
        row.name
        for row in CALLED
        for bearer in ("", forged)
        if row.operation.roles is not None and (await _call(row, doors, bearer)).status != 401
    ]
    assert not let_in


@pytest.mark.parametrize("role", ROLES)
async def test_a_role_gets_past_the_gate_if_and_only_if_the_operation_names_it(
    role: Role, doors: Doors, token: Tokens
) -> None:
    bearer, wrong = token(role, f"{role}-9", estate="nowhere"), []
    for row in CALLED:
        allowed = row.operation.roles
        if allowed is None:
            continue
        said = await _call(row, doors, bearer)
        silent = row.method == "HEAD"  # says nothing, so any other 403 than the gate's is wrong
        stopped = said.status == 403 and (silent or NOT_OF_YOUR_ROLE in said.text)
        if stopped is (role in allowed) or said.status == 401:
            wrong.append((row.name, said.status))
    assert not wrong


@pytest.mark.parametrize("role", ROLES)
async def test_nothing_of_another_estate_is_seen_or_changed(
    role: Role, doors: Doors, token: Tokens
) -> None:
    bearer = token(role, "o1", estate="elsewhere", department="engineering")
    await _leave_alone(bearer, SCOPED, role, doors)


async def test_nothing_of_another_household_is_seen_or_changed(doors: Doors, token: Tokens) -> None:
    theirs = [row for row in SCOPED if row.scope in {"self", "household"}]
    await _leave_alone(token(Role.OWNER, "somebody-else"), theirs, Role.OWNER, doors)


@pytest.mark.parametrize("role", ROLES)
async def test_what_is_ones_own_is_nobody_elses_not_even_the_staffs(
    role: Role, doors: Doors, token: Tokens
) -> None:
    own = [row for row in SCOPED if row.scope == "self"]
    await _leave_alone(token(role, "somebody-else", department="engineering"), own, role, doors)


async def test_the_owner_does_see_what_others_do_not(doors: Doors, token: Tokens) -> None:
    shown = [row for row in CALLED if row.name in SHOWN_TO_ITS_OWNER]
    assert len(shown) == len(SHOWN_TO_ITS_OWNER)
    said = [await _call(row, doors, token(Role.OWNER, "o1")) for row in shown]
    assert all(any(secret in one.text for secret in doors.secrets) for one in said)


async def _leave_alone(bearer: str, called: list[Row], role: Role, doors: Doors) -> None:
    before, leaks = doors.standing(), []
    for row in called:
        if role in (row.operation.roles or ()):
            said = await _call(row, doors, bearer)
            if any(secret in said.text for secret in doors.secrets):
                leaks.append(row.name)
    assert not leaks
    after = doors.standing()
    assert {n: {i: after[n].get(i) for i in kept} for n, kept in before.items()} == before


async def _call(row: Row, doors: Doors, bearer: str) -> Said:
    path = re.sub(r"\{(\w+)[^}]*\}", lambda part: doors.ids.get(part[1], "x"), row.path)
    headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
    headers |= {name: FITTING[name] for name, must in row.operation.headers.items() if must}
    sent: dict[str, Any] = {"headers": headers}
    if row.operation.query is not None:
        sent["params"] = {k: str(v) for k, v in least(row.operation.query).items()}
    if row.method == "PATCH":
        sent |= {"data": b"x", "headers": {**headers, "Content-Type": OCTETS}}
    elif row.method in {"POST", "PUT", "DELETE"}:
        sent["json"] = least(row.operation.form)
    try:
        async with doors.clients[row.service].request(row.method, path, **sent) as answer:
            text = await answer.text(errors="replace")
            told = [f"{name}: {value}" for name, value in answer.headers.items()]
            return Said(answer.status, "\n".join((*told, text)))
    except ClientError:  # a stream that had nothing to stream from here
        return Said(500, "")
