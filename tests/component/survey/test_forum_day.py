"""What a forum is to talk about, and from which day on it has minutes."""

from datetime import timedelta

import pytest

from services.survey.domain.campaigns.page import Claimed, Page
from services.survey.domain.campaigns.questions import Kind, Question, Questionnaire
from services.survey.domain.campaigns.tally import tally_of
from shared.contracts.words import Role
from tests.component.survey.conftest import House
from tests.support.surveying import NOON

CLERK, MANAGER = Role.CLERK, Role.MANAGER
FORUM = {
    "title": "四季度业主座谈会",
    "venue": "会所二楼",
    "starts_at": (NOON + timedelta(days=14)).isoformat(),
    "sign_up_by": (NOON + timedelta(days=10)).isoformat(),
}
PLAN = {
    "title": "半年问卷",
    "anonymous": True,
    "questions": [{"id": "wish", "kind": "words", "text": "希望"}],
    "opens_at": NOON.isoformat(),
    "closes_at": (NOON + timedelta(days=7)).isoformat(),
}
WISH = Questionnaire(questions=(Question(id="wish", kind=Kind.WORDS, text="希望"),))


async def announced(house: House) -> str:
    _, told = await house.ask(MANAGER, "m01", "forums", FORUM)
    return str(told["forum_id"])


@pytest.mark.parametrize(("answers", "topics"), [(6, [("停车", 12)]), (4, [])])
async def test_the_agenda_knows_what_enough_households_wrote_in_a_questionnaire(
    house: House, answers: int, topics: list[tuple[str, int]]
) -> None:
    _, campaign = await house.ask(MANAGER, "m01", "campaigns", PLAN)
    page = Page(
        estate="sample",
        campaign=str(campaign["campaign_id"]),
        building="1",
        answers=(),
        tally=tally_of(WISH, [{"wish": "停车难"}] * answers),
    )
    await house.world.box.put(Claimed(page="p", contents={"t": b""}), page)
    forum = await announced(house)
    _, told = await house.ask(MANAGER, "m01", f"forums/{forum}/proposals")
    assert [(one["topic"], one["weight"]) for one in told["topics"]] == topics


async def test_minutes_are_not_opened_before_the_day(house: House) -> None:
    forum = await announced(house)
    status, told = await house.ask(CLERK, "c01", f"forums/{forum}/hold", {})
    assert (status, told["slug"]) == (409, "forum-not-yet")


async def test_minutes_are_opened_at_any_hour_of_the_day(house: House) -> None:
    forum = await announced(house)
    house.now[0] = NOON + timedelta(days=14, hours=-3)
    assert (await house.ask(CLERK, "c01", f"forums/{forum}/hold", {}))[0] == 200
