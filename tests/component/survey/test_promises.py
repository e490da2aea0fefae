"""A promise is put off with a reason; an opinion from a chat is answered like any other."""

import pytest

from services.survey.handlers.suggestions import hear_opinion
from shared.contracts.conversations import OpinionGiven
from shared.contracts.event import Place
from shared.contracts.requests import Reporter
from shared.contracts.suggestions import PromiseDue, PromiseMoved, SuggestionTaken
from shared.contracts.words import Channel, Role
from shared.kernel.ids import number_of
from shared.web.audit import AUDIT
from tests.component.survey.conftest import House
from tests.component.survey.test_suggestions import promised
from tests.support.notes import Notes
from tests.support.surveying import NOON

OWNER, CLERK, HEAD, MANAGER = Role.OWNER, Role.CLERK, Role.HEAD, Role.MANAGER
LATER = {"due_on": "2027-01-15", "reason": "灯具厂家延期供货"}
SAID = OpinionGiven(
    suggestion_id="7d0a1b8e-0000-5000-8000-000000000001",
    channel=Channel.WECHAT,
    reporter=Reporter(owner_id="o1", name="周静怡", place=Place(building="1")),
    words="在3栋门口加一个快递柜",
    given_at=NOON,
)


async def test_the_owner_is_told_the_old_day_the_new_one_and_why(house: House) -> None:
    promise = await promised(house)
    status, told = await house.ask(HEAD, "h01", f"promises/{promise}/move", LATER)
    assert (status, told["due_at"]) == (200, "2027-01-15T18:00:00+08:00")
    [moved] = house.world.promises.told_of(PromiseMoved)
    assert isinstance(moved, PromiseMoved)
    assert (moved.reporter.owner_id, moved.reason) == ("o1", LATER["reason"])
    assert moved.due_before.isoformat() == "2026-12-18T18:00:00+08:00"


async def test_the_old_day_stays_to_be_read_by_everybody(house: House) -> None:
    promise = await promised(house)
    await house.ask(HEAD, "h01", f"promises/{promise}/move", LATER)
    _, told = await house.ask(OWNER, "o4", f"promises/{promise}")
    [delay] = told["delays"]
    assert (delay["due_before"], delay["reason"]) == ("2026-12-18T18:00:00+08:00", LATER["reason"])
    assert "by" not in delay
    _, mine = await house.ask(OWNER, "o1", "suggestions/mine")
    [row] = mine["suggestions"]
    assert (row["promised_until"], row["promised_before"], row["delayed"]) == (
        "2027-01-15T18:00:00+08:00",
        "2026-12-18T18:00:00+08:00",
        LATER["reason"],
    )


async def test_that_it_was_moved_is_written_down(house: House) -> None:
    notes: Notes = house.client.app[AUDIT]  # type: ignore[assignment]
    promise = await promised(house)
    await house.ask(HEAD, "h01", f"promises/{promise}/move", LATER)
    [line] = notes.noted
    assert (line.what, line.who, line.about) == ("promise.moved", "h01", promise)
    assert line.detail == {"before": "2026-12-18", "after": "2027-01-15"}


async def test_its_keeper_is_reminded_before_the_new_day_and_not_of_the_old(house: House) -> None:
    promise = await promised(house)
    await house.ask(HEAD, "h01", f"promises/{promise}/move", LATER)
    await house.turn(days=30)
    assert not house.world.promises.told_of(PromiseDue)
    await house.turn(days=25)
    assert house.world.promises.told_of(PromiseDue)


@pytest.mark.parametrize(
    ("role", "who", "form", "answer"),
    [
        (CLERK, "c01", LATER, (403, "forbidden")),
        (OWNER, "o1", LATER, (403, "forbidden")),
        (MANAGER, "m01", {"due_on": "2027-01-15"}, (422, "invalid-input")),
        (MANAGER, "m01", {**LATER, "due_on": "2026-11-20"}, (422, "bad-pledge")),
        (MANAGER, "m01", {**LATER, "due_on": "2026-12-18"}, (422, "bad-pledge")),
    ],
)
async def test_it_is_not_moved_lightly(
    house: House, role: Role, who: str, form: dict[str, str], answer: tuple[int, str]
) -> None:
    promise = await promised(house)
    status, told = await house.ask(role, who, f"promises/{promise}/move", form)
    assert (status, told["slug"]) == answer


async def test_what_is_over_is_not_moved(house: House) -> None:
    promise = await promised(house)
    await house.ask(MANAGER, "m01", f"promises/{promise}/keep", {"note": "好了"})
    status, told = await house.ask(MANAGER, "m01", f"promises/{promise}/move", LATER)
    assert (status, told["slug"]) == (409, "promise-ended")


async def test_an_opinion_from_a_chat_has_its_clock_and_the_number_that_was_told(
    house: House,
) -> None:
    for message in ("m1", "m2"):
        await hear_opinion(SAID, house.world.work(message))
    [taken] = house.world.suggestions.told_of(SuggestionTaken)
    assert isinstance(taken, SuggestionTaken)
    assert taken.number == number_of(SAID.suggestion_id)
    _, told = await house.ask(OWNER, "o1", "suggestions/mine")
    [row] = told["suggestions"]
    assert (row["words"], row["due_at"]) == (SAID.words, "2026-11-30T18:00:00+08:00")
    _, shown = await house.ask(CLERK, "c01", f"suggestions/{SAID.suggestion_id}")
    assert shown["heard"]["at"] == "wechat"
