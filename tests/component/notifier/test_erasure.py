"""Of an owner who asked to be forgotten nothing stays: neither with staff nor for other systems."""

from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from pydantic import JsonValue

from services.notifier import api
from services.notifier.api.webhooks import HOOKS
from services.notifier.domain.forgetting import forget_contact, forget_row
from services.notifier.domain.phone import notice_of
from services.notifier.domain.webhooks import Hook
from services.notifier.handlers.telling import tell
from services.notifier.handlers.webhooks import replay
from shared.contracts.event import Event
from shared.contracts.held import Item
from shared.contracts.people import OwnerErased
from shared.contracts.words import Outlet, Role
from tests.support.hooks import Hooks
from tests.support.issuer import Issuer
from tests.support.notifying import Notifier
from tests.support.remembered import Remembered
from tests.support.told import CLERK, ESTATE, NOON, assigned, resolved

ERASED = OwnerErased(owner_id="o1")
IN_THE_APP = CLERK.model_copy(update={"version": 2, "phone": None})


@pytest.fixture
def memory() -> Remembered:
    return Remembered()


@pytest.fixture
def hooks() -> Hooks:
    return Hooks()


async def test_what_staff_are_told_is_found_by_the_owner_whose_matter_it_is(
    notifier: Notifier,
) -> None:
    await notifier.hear(assigned())
    told = {person: notifier.to(person)[0].letter.speaks_of for person in ("o1", "w01", "c01")}
    assert told == {"o1": (), "w01": ("o1",), "c01": ("o1",)}


async def test_what_the_caller_of_an_owner_is_told_is_found_by_that_owner(
    notifier: Notifier,
) -> None:
    await notifier.hear(resolved())
    assert notice_of(notifier.to("o1")[0]).speaks_of == ("o1",)


async def test_staff_keep_nothing_of_what_they_were_told(notifier: Notifier) -> None:
    await notifier.know(IN_THE_APP)
    await notifier.hear(assigned())
    row = notifier.to("c01")[0]
    assert forget_row(row)
    assert (row.letter.text, row.letter.speaks_of, row.letter.fields) == ("", (), {})


async def test_a_message_that_nobody_opened_is_forgotten_too(notifier: Notifier) -> None:
    await notifier.know(IN_THE_APP)
    await notifier.hear(assigned())
    row = notifier.to("c01")[0]
    assert row.is_open
    assert forget_row(row)


async def test_a_message_that_is_awaited_is_not_forgotten_yet(notifier: Notifier) -> None:
    await notifier.hear(resolved())
    row = notifier.to("o1")[0]
    assert row.is_open
    assert not forget_row(row)


async def test_a_phone_task_waits_for_its_call(notifier: Notifier) -> None:
    await notifier.hear(resolved(prefers=Outlet.PHONE))
    [task] = [row for row in notifier.to("o1") if row.outlet is Outlet.PHONE]
    assert task.next_at is None
    assert not forget_row(task)


@pytest.mark.parametrize(("gone", "forgotten"), [(True, ["o1"]), (False, [])])
async def test_what_is_told_of_them_afterwards_is_forgotten_in_its_turn(
    notifier: Notifier, memory: Remembered, gone: bool, forgotten: list[str]
) -> None:
    if gone:
        forget_contact(next(one for one in notifier.contacts.kept.values() if one.person == "o1"))
    await tell(assigned(), replace(notifier.work(notifier.cause()), memory=memory))
    assert memory.erased == forgotten


async def test_other_systems_deliveries_of_them_are_emptied_and_sent_no_more(hooks: Hooks) -> None:
    await _heard(hooks, assigned(), ERASED)
    await hooks.turn()
    [about, _] = hooks.kept.kept.values()
    assert (about.body, about.owners, about.forget_at) == ("", (), NOON)
    assert [headers["webhook-id"] for _, _, headers in hooks.posted] == ["event-2"]


async def test_other_systems_hear_that_they_must_forget_as_well(hooks: Hooks) -> None:
    await _heard(hooks, ERASED)
    await hooks.turn()
    assert b'"owner_id":"o1"' in hooks.posted[0][1]


async def test_what_was_emptied_is_not_sent_again(hooks: Hooks) -> None:
    await _heard(hooks, assigned(), ERASED)
    [about, _] = hooks.kept.kept.values()
    assert await replay("hook-1", [about], hooks.fresh("again")) == 0


async def test_owners_read_of_messages_to_staff_what_these_say_and_no_staff_number(
    doors: web.Application, hooks: Hooks, notifier: Notifier, memory: Remembered, issuer: Issuer
) -> None:
    letter: dict[str, JsonValue] = {"recipient": "c01", "text": "业主周静怡留言：几点关门"}
    says: dict[str, JsonValue] = {"letter": letter, "to": "13700000002", "outlet": "sms"}
    memory.items = (Item(kind="notifications", id="n1", says=says),)
    await _heard(hooks, assigned())
    doors[HOOKS] = hooks.work
    doors[api.WORK] = lambda cause: replace(notifier.work(cause), memory=memory)
    async with TestClient(TestServer(doors)) as client:
        answer = await client.get("/api/v1/me/data", headers=issuer.bearer("o1", Role.OWNER))
        told = await answer.text()
    assert "几点关门" in told
    assert '"kind":"deliveries"' in told
    assert not [word for word in ("13700000002", "c01") if word in told]


async def _heard(hooks: Hooks, *events: Event) -> None:
    """Have a hook that may know people hear of events."""
    hook = Hook(
        id="hook-1",
        estate=ESTATE,
        url="https://partner.example/hook",
        secret="whsec_c2VjcmV0",
        kinds=("*",),
        personal=True,
        made_by="admin",
        made_at=NOON,
    )
    await hooks.fresh("made").hooks.save(hook)
    for number, event in enumerate(events, 1):
        await hooks.hear(event, f"event-{number}")
