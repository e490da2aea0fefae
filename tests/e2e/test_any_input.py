"""Whatever fits the published document or does not: no 5xx, no answer that it does not describe.

Schemathesis draws the inputs from /api/openapi.json, with a fixed seed and a few for each
operation; each is sent to the public door as somebody who may use it.
"""

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final
from urllib.request import urlopen

import aio_pika
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from shared.contracts.envelope import Cause, wrap
from shared.contracts.event import Place
from shared.contracts.people import OwnerChanged, StaffChanged
from shared.contracts.words import Role
from shared.kernel.clock import utc_now
from shared.kernel.ids import new_id
from tests.e2e.conftest import generous
from tests.support.eventually import eventually
from tests.support.everything import everything
from tests.support.installation import Installation
from tests.support.tokens import Tokens

EACH: Final = 10
IN_THE_DOCUMENT: Final = [
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
SEED: Final = 20261123
STREAMS: Final = frozenset({"/api/v1/events"})
Operation = APIOperation[Any, Any, Any, Any]


@dataclass(slots=True, frozen=True)
class Ghost:
    """Somebody whom the services know and who cannot log in: nothing ends their account."""

    subject: str
    told: StaffChanged | OwnerChanged


ANYBODY: Final = Ghost(
    "anybody", StaffChanged(staff_id="anybody", name="任何人", role=Role.ADMIN, version=1)
)
SOMEBODY: Final = Ghost(
    "somebody",
    OwnerChanged(
        owner_id="somebody", household_id="h-somebody", name="某人", place=Place(), version=1
    ),
)
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def hudong(
    tmp_path_factory: pytest.TempPathFactory, amqp_url: str, mongo_url: str
) -> Iterator[Installation]:
    """Yield an installation of its own: any input may change any rule."""
    with generous(tmp_path_factory.mktemp("hudong"), amqp_url, mongo_url) as found:
        yield found


@pytest.fixture(scope="module", autouse=True)
def known(hudong: Installation) -> None:
    """Have everybody know whom the tokens speak for.

    Messages about strangers wait for them to be registered, and are given up in the end: a run
    that takes longer than that would be red for it.
    """
    asyncio.run(_introduce(hudong))


@pytest.fixture(scope="module")
def operations(hudong: Installation) -> list[Operation]:
    with urlopen(f"{hudong.door}/api/openapi.json") as answer:  # noqa: S310 - our own door
        document = json.load(answer)
    assert document["x-unavailable"] == []
    schema = schemathesis.openapi.from_dict(document)
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    return [one for one in found if one.path not in STREAMS]


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


@pytest.mark.parametrize("mode", GenerationMode)
def test_no_input_gives_a_server_error(
    mode: GenerationMode,
    operations: list[Operation],
    hudong: Installation,
    session: requests.Session,
) -> None:
    tokens = Tokens(hudong.place.keys)
    for operation in operations:
        _try(operation, mode, _headers(operation, tokens), hudong.door, session)


def test_the_document_tells_of_every_service(operations: list[Operation]) -> None:
    told = {one.path.split("/")[3] for one in operations if one.path.startswith("/api/")}
    assert told >= {"app", "desk", "wechat", "requests", "inbox", "surveys", "auth", "policy"}


def _try(
    operation: Operation,
    mode: GenerationMode,
    headers: dict[str, str],
    door: str,
    session: requests.Session,
) -> None:
    @seed(SEED)
    @settings(
        max_examples=EACH,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def sent(case: schemathesis.Case[Any]) -> None:
        answer = case.call(base_url=door, headers=headers, session=session)
        assert answer.status_code < 500, f"{answer.status_code}: {case.as_curl_command()}"
        case.validate_response(answer, checks=IN_THE_DOCUMENT)

    with suppress(Unsatisfiable):  # without parameters there is nothing to get wrong
        sent()


def _headers(operation: Operation, tokens: Tokens) -> dict[str, str]:
    """Return the token of somebody who may use the operation."""
    roles = operation.definition.raw.get("x-roles", [])
    if not roles:
        return {}
    role = Role.ADMIN if Role.ADMIN in roles else Role(roles[0])
    return tokens.header(role, (SOMEBODY if role is Role.OWNER else ANYBODY).subject)


async def _introduce(hudong: Installation) -> None:
    """Tell every service of the two, until those who must write to them know them."""
    connection = await aio_pika.connect(hudong.place.amqp_url)
    async with connection:
        channel = await connection.channel()
        events = await channel.get_exchange(f"{hudong.place.namespace}events")
        for one in (ANYBODY, SOMEBODY):
            why = Cause(id=new_id(), estate="sample", at=utc_now(), correlation=new_id())
            told = wrap(one.told, cause=why, source="gateway", subject=one.subject)
            await events.publish(aio_pika.Message(told.to_json(), type=told.type), told.type)
    await eventually(lambda: {ANYBODY.subject, SOMEBODY.subject} <= _reachable(hudong))


def _reachable(hudong: Installation) -> set[str]:
    kept = everything(hudong)
    return {one["person"] for where, one in kept if where == "notifier.contacts" and one["seq"]}
