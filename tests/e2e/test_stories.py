"""By app, by WeChat, at the desk: each story is played once and looked at from every side."""

from collections import Counter
from datetime import datetime

import pytest

from shared.contracts.words import Channel, Status
from tests.support.caller import Json, person
from tests.support.installation import SERVICES, Installation
from tests.support.platform import Platform
from tests.support.story import COMPLAINT, OUTCOMES, RESULT, SURVEY, Chronicle, played

ASSIGNED = "request.assigned.v1"
EACH_ROUND = (ASSIGNED, "request.accepted.v1", "request.arrived.v1", RESULT, SURVEY)


@pytest.fixture(scope="module", params=Channel)
def story(request: pytest.FixtureRequest, hudong: Installation) -> Chronicle:
    return played(request.param, hudong)


def test_the_owner_is_answered_at_once_with_a_number(story: Chronicle, platform: Platform) -> None:
    number = story.assigned["number"]
    if story.channel is Channel.WECHAT:
        assert story.told.status == 200
        assert number in platform.words(story.told)
    else:
        assert story.told.status == 201
        assert story.told.json["number"] == number


def test_the_words_are_kept_as_they_were_said(story: Chronicle) -> None:
    assert story.assigned["text"] == story.way.text
    assert story.assigned["channel"] == story.channel
    assert story.assigned["reporter"]["owner_id"] == story.way.owner_id


def test_it_is_known_what_it_is_about_and_how_urgent_it_is(story: Chronicle) -> None:
    assert story.assigned["category"] == story.way.category
    assert story.assigned["urgency"] == story.way.urgency


def test_it_is_with_somebody_of_the_department_that_answers_for_it(story: Chronicle) -> None:
    department = story.assigned["department"]
    assert story.way.category in person("departments.csv", "id", department)["categories"].split(
        ";"
    )
    assert person("staff.csv", "id", story.assigned["assignee"])["department"] == department


def test_it_is_with_somebody_on_duty_or_with_the_head(story: Chronicle) -> None:
    assignee = story.assigned["assignee"]
    head = person("departments.csv", "id", story.assigned["department"])["head"]
    assert assignee == head or assignee in [one["staff_id"] for one in story.duty["on_duty"]]


def test_an_important_one_goes_to_the_head(story: Chronicle) -> None:
    head = person("departments.csv", "id", story.assigned["department"])["head"]
    assert story.assigned["urgency"] != "important" or story.assigned["assignee"] == head


def test_whoever_heard_it_first_answers_for_it(story: Chronicle) -> None:
    first = story.assigned["first_responder"]
    assert first if story.way.heard_by is None else first == story.way.heard_by


def test_the_clocks_of_the_rule_book_run(story: Chronicle) -> None:
    clocks = _clocks(story.assigned)
    assert clocks.keys() == story.way.clocks
    for name, span in story.way.promised.items():
        assert _at(clocks[name]["due_at"]) - _at(story.assigned["submitted_at"]) == span


def test_the_owner_has_one_receipt_with_the_number_where_they_read_it(story: Chronicle) -> None:
    receipts = [m for m in story.messages(ASSIGNED, story.way.address) if "已受理" in m["text"]]
    assert [receipt["outlet"] for receipt in receipts] == [story.way.outlet]
    assert story.assigned["number"] in receipts[0]["text"]


def test_whoever_shall_do_it_is_told_once_a_round(story: Chronicle) -> None:
    tasks = [m for m in story.messages(ASSIGNED) if "请尽快接单" in m["text"]]
    member = person("staff.csv", "id", story.assigned["assignee"])
    assert {m["to"] for m in tasks} <= {member["wechat_openid"], member["phone"], member["id"]}
    assert len(tasks) == 2


def test_nothing_is_handed_to_the_provider_twice(story: Chronicle) -> None:
    assert {message["posts"] for message in story.sent} == {1}


def test_the_owner_hears_of_every_step_once_a_round_and_of_nothing_else(story: Chronicle) -> None:
    heard = Counter(m["because"] for m in story.sent if m["to"] == story.way.address)
    assert heard == {**dict.fromkeys(EACH_ROUND, 2), "request.follow-up-opened.v1": 1}


def test_accepting_and_arriving_stop_their_clocks(story: Chronicle) -> None:
    clocks = _clocks(story.resolved[0])
    assert all("stopped_at" in clocks[name] for name in story.way.clocks)
    assert not any(clock["missed"] for clock in clocks.values())


def test_the_result_reaches_the_owner_once_a_round_by_their_own_outlet(story: Chronicle) -> None:
    results = story.messages(RESULT, story.way.address)
    assert [one["outlet"] for one in results] == [story.way.outlet] * 2
    assert all(words in one["text"] for words, one in zip(OUTCOMES, results, strict=True))


def test_the_feedback_clock_waits_for_the_receipt_of_the_result(story: Chronicle) -> None:
    assert "stopped_at" not in _clocks(story.resolved[0])["feedback"]
    assert "stopped_at" in _clocks(story.fed_back[0])["feedback"]


def test_the_survey_s_link_is_sent_once_a_round(story: Chronicle) -> None:
    links = story.messages(SURVEY, story.way.address)
    assert len({link["text"] for link in links}) == len(links) == 2


def test_the_survey_s_page_shows_the_work_and_no_person(story: Chronicle) -> None:
    page = story.pages[0]
    assert (page["number"], page["round"]) == (story.assigned["number"], 1)
    assert page["outcome"] == OUTCOMES[0]
    assert page["state"] == "open"
    assert not page.keys() & {"assignee", "reporter", "phone"}


def test_a_dissatisfied_answer_opens_it_again_with_a_follow_up(story: Chronicle) -> None:
    assert story.answers[0]["satisfied"] is False
    assert story.reopened["status"] == Status.ASSIGNED
    assert story.reopened["follow_up_open"] is True
    assert "follow_up" in _clocks(story.reopened)
    assert any(COMPLAINT in line["note"] for line in story.reopened["history"])


def test_it_comes_back_to_whoever_had_it(story: Chronicle) -> None:
    assert story.reopened["assignee"] == story.assigned["assignee"]


def test_those_who_answer_for_it_are_told_of_the_follow_up_once_each(story: Chronicle) -> None:
    told = [m["to"] for m in story.messages("request.follow-up-opened.v1")]
    assert story.way.address in told
    assert len(set(told)) == len(told) >= 2


def test_the_second_round_has_a_survey_of_its_own(story: Chronicle) -> None:
    assert story.pages[1]["round"] == 2
    assert story.pages[1]["outcome"] == OUTCOMES[1]
    assert [one["satisfied"] for one in story.surveys] == [False, True]


def test_a_satisfied_answer_closes_it(story: Chronicle) -> None:
    assert story.closed["status"] == Status.CLOSED
    assert story.closed["satisfied"] is True
    assert story.closed["follow_up_open"] is False
    assert all("stopped_at" in clock for clock in story.closed["clocks"])


def test_every_service_tells_the_story_under_one_id(story: Chronicle) -> None:
    assert story.spoke == frozenset(SERVICES)


def test_no_log_tells_the_owner_s_words_name_or_phone(
    story: Chronicle, hudong: Installation
) -> None:
    home = story.way.household
    private = (story.way.text, COMPLAINT, *OUTCOMES, home["name"], home["phone"])
    logs = "".join(hudong.log_of(name).read_text() for name in SERVICES)
    assert not [one for one in private if one in logs]


def _clocks(request: Json) -> dict[str, Json]:
    """Return each clock by name; of two rounds the later one."""
    return {clock["clock"]: clock for clock in request["clocks"]}


def _at(moment: str) -> datetime:
    return datetime.fromisoformat(moment)
