"""Whom the company must call has a number, also one who reported by app; each look is noted."""

import pytest

from services.survey.domain.forgetting import forget_owner
from services.survey.domain.returns.return_call import call_id_of
from services.survey.handlers.owners import learn
from services.survey.handlers.resolved import hear_resolved
from services.survey.handlers.surveys import close
from shared.contracts.event import Place
from shared.contracts.people import OwnerChanged
from shared.contracts.phone import Phone
from shared.contracts.requests import Reporter, RequestClosed
from shared.contracts.words import Role
from shared.web.audit import AUDIT
from tests.component.survey.conftest import House
from tests.support.notes import Notes
from tests.support.surveying import NOON, REQUEST, facts, resolved

CALL = call_id_of(REQUEST, 1)
HIDDEN, WHOLE = "139****0009", "13900000009"


@pytest.fixture
async def asked(house: House) -> House:
    """Resolve the request of an owner who left no number with it."""
    place = Place(building="1", unit="1", room="902")
    told = OwnerChanged(
        owner_id="o9", household_id="h9", name="o9", place=place, version=1, phone=Phone(WHOLE)
    )
    await learn(told, house.world.work("o9"))
    reporter = Reporter(owner_id="o9", name="o9", place=place)
    await hear_resolved(resolved(reporter=reporter), house.world.work("resolved"))
    return house


async def test_a_return_call_has_the_number_that_the_owner_is_registered_with(asked: House) -> None:
    _, shown = await asked.ask(Role.CLERK, "c02", f"return-calls/{CALL}")
    assert shown["phone"] == HIDDEN
    _, told = await asked.ask(Role.CLERK, "c02", f"return-calls/{CALL}/phone", {})
    assert told == {"phone": WHOLE}


async def test_who_may_not_make_the_call_does_not_see_the_number(asked: House) -> None:
    _, shown = await asked.ask(Role.WORKER, "w01", f"return-calls/{CALL}")
    assert "phone" not in shown


@pytest.mark.parametrize(
    ("role", "who", "status"),
    [
        (Role.CLERK, "c02", 200),
        (Role.HEAD, "h01", 200),
        (Role.WORKER, "w01", 200),
        (Role.WORKER, "w02", 403),
        (Role.OWNER, "o9", 403),
    ],
)
async def test_whoever_must_call_a_dissatisfied_owner_sees_the_number(
    asked: House, role: Role, who: str, status: int
) -> None:
    path = f"surveys/of-request/{REQUEST}/phone"
    assert (await asked.ask(role, who, path, {}))[0] == status
    notes = asked.client.app[AUDIT]
    assert isinstance(notes, Notes)
    assert [one.what for one in notes.noted] == (["phone.unmasked"] if status == 200 else [])


async def test_an_owner_who_is_forgotten_has_no_number_any_more(asked: House) -> None:
    owner = next(one for one in asked.world.owners.kept.values() if one.owner_id == "o9")
    forget_owner(owner)
    assert owner.phone is None


async def test_of_an_owner_who_was_erased_no_further_round_is_kept(asked: House) -> None:
    reporter = Reporter(owner_id="o9", name="o9")
    for owner in asked.world.owners.kept.values():
        forget_owner(owner)
    await hear_resolved(resolved(reporter=reporter, round=2), asked.world.work("again"))
    closed = RequestClosed(
        request=facts(reporter=reporter, round=3), satisfied=False, closed_at=NOON
    )
    await close(closed, asked.world.work("closed"))
    rounds = [one.case.round for one in asked.world.surveys.kept.values()]
    assert (rounds, len(asked.world.returns.kept)) == ([1], 1)
