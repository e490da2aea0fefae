"""A suggestion from an owner's words to a kept promise, through real HTTP."""

from datetime import timedelta

import pytest

from shared.contracts.suggestions import (
    PromiseDue,
    PromiseEnded,
    PromiseMade,
    SuggestionAnswered,
    SuggestionDue,
    SuggestionTaken,
)
from shared.contracts.words import Role
from tests.component.survey.conftest import House

OWNER, CLERK, HEAD, MANAGER = Role.OWNER, Role.CLERK, Role.HEAD, Role.MANAGER
SAID = {"words": "地库B2的灯太暗,我叫周静怡,住3-2-1201"}
ACCEPTED = {
    "accepted": True,
    "reason": "确实偏暗",
    "what": "更换地库B2灯具",
    "keeper": "h01",
    "due_on": "2026-12-18",
}


async def given(house: House) -> str:
    status, told = await house.ask(OWNER, "o1", "suggestions", SAID)
    assert status == 201
    return str(told["suggestion_id"])


async def promised(house: House) -> str:
    one = await given(house)
    status, told = await house.ask(MANAGER, "m01", f"suggestions/{one}/answer", ACCEPTED)
    assert status == 200
    await house.settle()
    return str(told["promise_id"])


async def test_an_owner_is_told_until_when_there_will_be_an_answer(house: House) -> None:
    status, told = await house.ask(OWNER, "o1", "suggestions", SAID)
    assert (status, told["due_at"], told["verdict"]) == (201, "2026-11-30T18:00:00+08:00", "open")
    [taken] = house.world.suggestions.told_of(SuggestionTaken)
    assert isinstance(taken, SuggestionTaken)
    assert taken.recipients == ("c01", "c02")


async def test_what_is_sent_twice_is_taken_once(house: House) -> None:
    numbers = set()
    for _ in range(2):
        house.repeat("k-12345678")
        numbers.add((await house.ask(OWNER, "o1", "suggestions", SAID))[1]["number"])
    assert len(numbers) == len(house.world.suggestions.kept) == 1


@pytest.mark.parametrize("at", ["counter", "phone", "wechat", "group", "forum", "activity"])
async def test_it_is_written_down_wherever_it_was_heard(house: House, at: str) -> None:
    form = {**SAID, "owner_id": "o1", "heard_at": at}
    status, told = await house.ask(CLERK, "c01", "suggestions", form)
    assert status == 201
    _, shown = await house.ask(CLERK, "c01", f"suggestions/{told['suggestion_id']}")
    heard = shown["heard"]
    assert isinstance(heard, dict)
    assert heard["at"] == at


async def test_a_clerk_makes_one_of_a_request_and_its_source_is_kept(house: House) -> None:
    form = {**SAID, "owner_id": "o1", "from_request": "r1", "heard_at": "phone"}
    _, told = await house.ask(CLERK, "c01", "suggestions", form)
    _, shown = await house.ask(CLERK, "c02", f"suggestions/{told['suggestion_id']}")
    heard = shown["heard"]
    assert isinstance(heard, dict)
    assert (heard["request_id"], heard["at"], shown["responsible"]) == ("r1", "phone", "c01")


@pytest.mark.parametrize(
    ("role", "form", "slug"),
    [
        (CLERK, SAID, "owner-missing"),
        (CLERK, {**SAID, "owner_id": "nobody"}, "owner-missing"),
        (OWNER, {**SAID, "owner_id": "o3"}, "invalid-input"),
        (OWNER, {"words": ""}, "invalid-input"),
    ],
)
async def test_it_must_be_clear_whose_words_they_are(
    house: House, role: Role, form: dict[str, str], slug: str
) -> None:
    status, told = await house.ask(role, "x", "suggestions", form)
    assert (status, told["slug"]) == (422, slug)


async def test_declined_with_a_reason_that_the_owner_sees(house: House) -> None:
    one = await given(house)
    form = {"accepted": False, "reason": "与消防要求不符"}
    await house.ask(CLERK, "c01", f"suggestions/{one}/answer", form)
    [told] = house.world.suggestions.told_of(SuggestionAnswered)
    assert isinstance(told, SuggestionAnswered)
    assert (told.accepted, told.reason, told.pledge) == (False, "与消防要求不符", None)
    _, mine = await house.ask(OWNER, "o1", "suggestions/mine")
    [row] = mine["suggestions"]
    assert (row["verdict"], row["reason"]) == ("declined", "与消防要求不符")


async def test_what_is_accepted_needs_what_who_and_when(house: House) -> None:
    one = await given(house)
    path = f"suggestions/{one}/answer"
    status, told = await house.ask(MANAGER, "m01", path, {"accepted": True, "reason": "好的"})
    assert (status, told["slug"]) == (422, "pledge-missing")
    for wrong in ({"keeper": "nobody"}, {"due_on": "2026-11-22"}):
        status, told = await house.ask(MANAGER, "m01", path, {**ACCEPTED, **wrong})
        assert (status, told["slug"]) == (422, "bad-pledge")


async def test_another_clerk_may_not_answer_what_is_somebody_elses(house: House) -> None:
    one = await given(house)
    await house.ask(CLERK, "c01", f"suggestions/{one}/assign", {"staff_id": "c02"})
    form = {"accepted": False, "reason": "不采纳"}
    assert (await house.ask(CLERK, "c01", f"suggestions/{one}/answer", form))[0] == 403
    assert (await house.ask(CLERK, "c02", f"suggestions/{one}/answer", form))[0] == 200


async def test_an_accepted_one_becomes_one_promise_with_a_keeper(house: House) -> None:
    await promised(house)
    [made] = house.world.promises.told
    assert isinstance(made, PromiseMade)
    assert (made.recipients, made.pledge.what) == (("h01",), "更换地库B2灯具")


async def test_reminders_go_to_the_clerks_then_to_the_manager_once_each(house: House) -> None:
    await given(house)
    for _ in range(20):
        await house.turn(days=0.5)
    due = house.world.suggestions.told_of(SuggestionDue)
    told = [one.recipients for one in due if isinstance(one, SuggestionDue)]
    assert told == [("c01", "c02"), ("m01",)]


async def test_a_forgotten_promise_is_recalled_and_then_the_managers(house: House) -> None:
    await promised(house)
    for _ in range(30):
        await house.turn(days=1)
    due = house.world.promises.told_of(PromiseDue)
    told = [one.recipients for one in due if isinstance(one, PromiseDue)]
    assert told == [("h01",), ("m01",)]


async def test_the_owner_is_told_when_it_is_kept(house: House) -> None:
    promise = await promised(house)
    house.now[0] += timedelta(days=2)
    await house.ask(HEAD, "h01", f"promises/{promise}/progress", {"note": "灯具已到货"})
    status, told = await house.ask(HEAD, "h01", f"promises/{promise}/keep", {"note": "已全部更换"})
    assert (status, told["faith"], told["late"]) == (200, "kept", False)
    [ended] = house.world.promises.told_of(PromiseEnded)
    assert isinstance(ended, PromiseEnded)
    assert (ended.kept, ended.reporter.owner_id) == (True, "o1")
    _, mine = await house.ask(OWNER, "o1", "suggestions/mine")
    [row] = mine["suggestions"]
    assert (row["promise"], row["progress"]) == ("kept", ["灯具已到货", "已全部更换"])


async def test_only_its_keeper_or_a_lead_says_that_it_was_kept(house: House) -> None:
    promise = await promised(house)
    path = f"promises/{promise}/keep"
    assert (await house.ask(CLERK, "c01", path, {"note": "好了"}))[0] == 403
    assert (await house.ask(MANAGER, "m01", path, {"note": "好了"}))[0] == 200
    status, told = await house.ask(MANAGER, "m01", path, {"note": "又好了"})
    assert (status, told["slug"]) == (409, "promise-ended")


async def test_the_estate_reads_the_answer_and_nobody_is_named(house: House) -> None:
    await promised(house)
    _, told = await house.ask(OWNER, "o4", "suggestions/public")
    [row] = told["suggestions"]
    assert row["words"] == "地库B2的灯太暗,我是业主,住某处"
    assert not {"owner_id", "name", "heard"} & row.keys()
    _, told = await house.ask(OWNER, "o4", "promises")
    [row] = told["promises"]
    assert not {"keeper", "source"} & row.keys()


async def test_what_is_open_or_kept_back_the_estate_does_not_read(house: House) -> None:
    one = await given(house)
    form = {"accepted": False, "reason": "已另行回复", "shown": ""}
    await house.ask(MANAGER, "m01", f"suggestions/{one}/answer", form)
    await given(house)
    _, told = await house.ask(OWNER, "o4", "suggestions/public")
    assert told["suggestions"] == []


async def test_an_owner_may_not_read_the_staffs_list(house: House) -> None:
    one = await given(house)
    assert (await house.ask(OWNER, "o1", "suggestions"))[0] == 403
    assert (await house.ask(OWNER, "o1", f"suggestions/{one}"))[0] == 403
