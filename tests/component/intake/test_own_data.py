"""Of a chat that was pasted, an owner reads and takes out their own words, not the neighbours'."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from services.intake.domain.groups.paste import Candidate, Paste
from services.intake.handlers.erasure import erase
from services.intake.ports import Work
from shared.contracts.envelope import Cause
from shared.contracts.held import Item
from shared.contracts.people import OwnerErased
from shared.contracts.words import Role
from tests.component.intake.conftest import Door
from tests.support.intake import NOON, Intake, cause
from tests.support.issuer import Issuer
from tests.support.remembered import Remembered

Client = TestClient[web.Request, web.Application]
Served = Callable[..., Awaitable[Client]]
SAID = (
    Candidate(id="1", speaker="王女士", text="灯坏了", owner_id="o1", also=("李先生",)),
    Candidate(id="2", speaker="李先生", text="电梯又停了", owner_id="o2"),
)


@pytest.fixture
def memory() -> Remembered:
    candidates = json.loads(json.dumps([asdict(one) for one in SAID]))
    says = {"group": "3栋群", "candidates": candidates}
    return Remembered(items=(Item(kind="pastes", id="p1", says=says),))


@pytest.fixture
def intake(memory: Remembered) -> Intake:
    return Recalling(memory)


class Recalling(Intake):
    """Intake whose work can recall what is kept of an owner."""

    def __init__(self, memory: Remembered) -> None:
        super().__init__()
        self.memory = memory

    def work(self, cause: Cause) -> Work:
        """Return the work, with the memory in it."""
        return replace(super().work(cause), memory=self.memory)


async def test_the_neighbours_words_are_not_shown(door: Door, issuer: Issuer) -> None:
    client = await door()
    answer = await client.get("/api/v1/me/data", headers=issuer.bearer("o1", Role.OWNER))
    text = await answer.text()
    assert "灯坏了" in text
    assert not [word for word in ("李先生", "电梯") if word in text]


async def test_the_neighbours_words_stay_when_an_owner_is_erased(
    intake: Intake, memory: Remembered
) -> None:
    paste = Paste(id="p1", estate="sample", group="3栋群", pasted_by="c01", pasted_at=NOON)
    paste.candidates = list(SAID)
    await intake.work(cause("pasted")).pastes.save(paste)
    await erase(OwnerErased(owner_id="o1"), intake.work(cause("erased")))
    kept = intake.pastes.kept["p1"].candidates
    assert [one.dismissed for one in kept] == [True, False]
    assert memory.erased == ["o1"]
