"""A forum from its announcement to what the next one opens with, through real HTTP."""

from datetime import timedelta

from services.survey.domain.campaigns.ticket import ticket_id
from services.survey.handlers import open_survey
from services.survey.handlers.erasure import erase
from shared.contracts.forums import ForumAnnounced, ForumLacking, SeatChanged, SeatState
from shared.contracts.people import OwnerErased
from shared.contracts.words import Role
from tests.component.survey.conftest import House
from tests.support.surveying import NOON, PLEASED, resolved

OWNER, CLERK, HEAD, MANAGER = Role.OWNER, Role.CLERK, Role.HEAD, Role.MANAGER
FORUM = {
    "title": "四季度业主座谈会",
    "venue": "会所二楼",
    "starts_at": (NOON + timedelta(days=14)).isoformat(),
    "sign_up_by": (NOON + timedelta(days=10)).isoformat(),
    "limits": {"seats": 2, "per_building": 1, "per_band": 1},
}


async def announced(house: House, **changes: object) -> str:
    status, told = await house.ask(MANAGER, "m01", "forums", {**FORUM, **changes})
    assert status == 201, told
    await house.turn()
    return str(told["forum_id"])


async def seat(house: House, forum: str, owner: str) -> object:
    return (await house.ask(OWNER, owner, f"forums/{forum}/sign-up", {}))[1].get("seat")


async def test_every_owner_is_invited_once_at_the_pace_of_campaigns(house: House) -> None:
    await announced(house)
    for _ in range(50):
        await house.turn(days=0.01)
    told = house.world.waves.told_of(ForumAnnounced)
    people = [one.reporter.owner_id for one in told if isinstance(one, ForumAnnounced)]
    assert sorted(filter(None, people)) == ["o1", "o2", "o3", "o4"]


async def test_only_the_invited_buildings_are_invited_and_may_sign_up(house: House) -> None:
    forum = await announced(house, audience={"buildings": ["2"]})
    for _ in range(50):
        await house.turn(days=0.01)
    assert len(house.world.waves.told) == 1
    status, told = await house.ask(OWNER, "o1", f"forums/{forum}/sign-up", {})
    assert (status, told["slug"]) == (403, "not-invited")


async def test_seats_go_by_building_and_who_waits_moves_up(house: House) -> None:
    forum = await announced(house)
    assert [await seat(house, forum, who) for who in ("o1", "o3", "o4")] == [
        "seated",
        "waiting",
        "seated",
    ]
    await house.ask(OWNER, "o1", f"forums/{forum}/withdraw", {})
    _, page = await house.ask(OWNER, "o3", f"forums/{forum}")
    assert page["seat"] == "seated"
    told = house.world.forums.told_of(SeatChanged)
    assert isinstance(told[-1], SeatChanged)
    assert (told[-1].reporter.owner_id, told[-1].seat) == ("o3", SeatState.SEATED)


async def test_one_seat_a_household(house: House) -> None:
    forum = await announced(house)
    await seat(house, forum, "o1")
    status, told = await house.ask(OWNER, "o2", f"forums/{forum}/sign-up", {})
    assert (status, told["slug"]) == (409, "household-signed-up")


async def test_who_is_overtaken_by_another_sign_up_is_seated_all_the_same(house: House) -> None:
    forum = await announced(house)
    house.world.forums.hurry.append(forum)
    assert await seat(house, forum, "o1") == "seated"


async def test_staff_sign_up_whoever_calls(house: House) -> None:
    forum = await announced(house)
    path = f"forums/{forum}/sign-up"
    assert (await house.ask(CLERK, "c01", path, {}))[0] == 422
    _, told = await house.ask(CLERK, "c01", path, {"owner_id": "o4"})
    assert told["seat"] == "seated"


async def test_owners_see_numbers_and_not_who_comes(house: House) -> None:
    forum = await announced(house)
    await seat(house, forum, "o1")
    _, page = await house.ask(OWNER, "o4", f"forums/{forum}")
    assert (page["taken"], "guests" in page) == (1, False)
    assert (await house.ask(OWNER, "o4", f"forums/{forum}/guests"))[0] == 403


async def held(house: House) -> str:
    forum = await announced(house)
    house.now[0] = NOON + timedelta(days=14)
    await house.ask(CLERK, "c01", f"forums/{forum}/hold", {})
    return forum


async def asked(house: House, forum: str, text: str, **form: object) -> None:
    form = {"text": text, "owner_id": "o1"} | form
    _, told = await house.ask(CLERK, "c01", f"forums/{forum}/questions", form)
    question = told["questions"][-1]["question_id"]
    house.keys.append(str(question))


async def settled(house: House, forum: str, text: str, **form: object) -> None:
    await asked(house, forum, text)
    path = f"forums/{forum}/questions/{house.keys.pop()}/settle"
    status, told = await house.ask(CLERK, "c01", path, form)
    assert status == 200, told


async def test_the_next_forum_opens_with_what_became_of_the_questions(house: House) -> None:
    forum = await held(house)
    await settled(house, forum, "电梯年检了吗", how="answered", answer="十月已检")
    await settled(house, forum, "水管漏水", how="request", request_id="r9", number="K7M2-Q4XA")
    due = {"what": "加装两台充电桩", "keeper": "h01", "due_on": "2026-12-20"}
    await settled(house, forum, "充电桩不够", how="promise", **due)
    status, _ = await house.ask(MANAGER, "m01", f"forums/{forum}/publish", {"report": "工作汇报"})
    assert status == 200
    await house.settle()
    await open_survey(resolved(request_id="r9"), house.world.work("resolved", house.now[0]))
    [survey] = house.world.surveys.kept.values()
    survey.reply(PLEASED, house.now[0])
    house.now[0] += timedelta(days=30)

    later = {
        "starts_at": (NOON + timedelta(days=60)).isoformat(),
        "sign_up_by": (NOON + timedelta(days=58)).isoformat(),
    }
    following = await announced(house, **later)
    _, opening = await house.ask(OWNER, "o4", f"forums/{following}/opening")
    became = [one["became"] for one in opening["questions"]]
    assert became == ["当场已答复", "已办结，业主满意", "承诺已逾期"]
    assert len(house.world.promises.kept) == 1


async def test_minutes_wait_for_an_outcome_of_every_question(house: House) -> None:
    forum = await held(house)
    await asked(house, forum, "灯太暗")
    house.keys.clear()
    status, told = await house.ask(MANAGER, "m01", f"forums/{forum}/publish", {"report": "汇报"})
    assert (status, told["slug"]) == (409, "questions-open")
    assert (await house.ask(OWNER, "o1", f"forums/{forum}/minutes"))[0] == 409


async def test_a_request_without_its_number_is_no_outcome(house: House) -> None:
    forum = await held(house)
    await asked(house, forum, "灯太暗")
    path = f"forums/{forum}/questions/{house.keys.pop()}/settle"
    status, told = await house.ask(CLERK, "c01", path, {"how": "request"})
    assert (status, told["slug"]) == (422, "half-settled")


async def test_whoever_signed_up_is_told_when_it_is_called_off(house: House) -> None:
    forum = await announced(house)
    await seat(house, forum, "o1")
    await house.ask(HEAD, "h01", f"forums/{forum}/cancel", {})
    last = house.world.forums.told[-1]
    assert isinstance(last, SeatChanged)
    assert last.seat is SeatState.CANCELLED


async def test_the_manager_hears_once_of_a_quarter_without_one(house: House) -> None:
    rules = {"files": {"surveys.toml": "[forums]\nwarn_days = 15\n"}}
    await house.ask(MANAGER, "m01", "survey-rules", rules, method="PUT")
    for _ in range(80):
        await house.turn(days=1)
    told = [one for one in house.world.quarters.told if isinstance(one, ForumLacking)]
    assert [(one.quarter, one.over) for one in told] == [
        ("2026-Q3", True),
        ("2026-Q4", False),
        ("2026-Q4", True),
    ]
    assert {one.recipients for one in told} == {("m01",)}
    _, status = await house.ask(CLERK, "c01", "forums/status")
    assert (status["quarter"], status["lacking"]) == ("2027-Q1", ["2026-Q4"])


async def test_a_quarter_with_a_forum_is_not_complained_of(house: House) -> None:
    rules = {"files": {"surveys.toml": "[forums]\nwarn_days = 15\n"}}
    await house.ask(MANAGER, "m01", "survey-rules", rules, method="PUT")
    await held(house)
    for _ in range(60):
        await house.turn(days=1)
    quarters = {one.quarter for one in house.world.quarters.told if isinstance(one, ForumLacking)}
    assert "2026-Q4" not in quarters


async def test_the_agenda_is_proposed_from_the_quarters_topics(house: House) -> None:
    forum = await announced(house)
    for number in range(3):
        words = {"words": f"充电桩太少 {number}"}
        await house.ask(OWNER, "o1", "suggestions", words)
    await open_survey(resolved(), house.world.work("resolved"))
    house.now[0] += timedelta(hours=1)
    _, told = await house.ask(MANAGER, "m01", f"forums/{forum}/proposals")
    topics = [(one["topic"], one["weight"]) for one in told["topics"]]
    assert topics == [("停车", 9), ("维修", 1)]


async def test_who_asks_to_be_forgotten_leaves_seat_question_and_named_answers(
    house: House,
) -> None:
    forum = await announced(house)
    await seat(house, forum, "o4")
    plan = {
        "title": "实名问卷",
        "questions": [{"id": "q", "kind": "scale", "text": "满意吗"}],
        "opens_at": NOON.isoformat(),
        "closes_at": (NOON + timedelta(days=7)).isoformat(),
    }
    await house.ask(MANAGER, "m01", "campaigns", plan)
    for number in range(2):
        await erase(OwnerErased(owner_id="o4"), house.world.work(f"erased-{number}", NOON))
    kept = house.world.forums.kept[forum]
    assert [(one.owner_id, one.household) for one in kept.guests] == [("", "")]
    [campaign] = house.world.campaigns.kept
    assert house.world.box.forgotten == {ticket_id(campaign, "h4")}


async def test_a_household_with_others_in_it_keeps_its_answers(house: House) -> None:
    await erase(OwnerErased(owner_id="o1"), house.world.work("erased", NOON))
    assert not house.world.box.forgotten


async def test_an_owner_reads_of_a_forum_what_is_their_own(house: House) -> None:
    forum = await announced(house)
    for who in ("o1", "o4"):
        await seat(house, forum, who)
    _, held_ = await house.ask(OWNER, "o4", "me/data")
    [item] = held_["items"]
    assert (item["kind"], item["says"]["signed_up"]) == ("forums", ["seated"])
    assert "o1" not in str(item)
