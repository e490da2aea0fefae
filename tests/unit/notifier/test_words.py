"""Every event in the table can be put into words, and a bad template is found at the start."""

import re
from datetime import timedelta

import pytest

from services.notifier.consumers import SUBSCRIPTIONS
from services.notifier.domain.audience import Audience
from services.notifier.domain.rendering import BadTemplate, Words
from services.notifier.domain.samples import samples_of
from services.notifier.domain.tellings import (
    TELLINGS,
    caller_of,
    staff_told,
    telling_for,
)
from services.notifier.domain.texts import TEXTS
from services.notifier.domain.texts_english import ENGLISH
from services.notifier.handlers.people import hear_message
from services.notifier.handlers.telling import fed_back, tell
from shared.contracts import conversations, requests, surveys
from shared.contracts.event import Event
from shared.contracts.requests import Reporter
from shared.contracts.words import Category, Channel, ClockName, Status, Urgency
from tests.support.mishaps import INCIDENTS
from tests.support.notifying import WORDS
from tests.support.talk import TALK
from tests.support.told import NOON, REQUEST, SHANGHAI, assigned, facts, resolved

LATER = NOON + timedelta(hours=4)
ASKED = {
    "survey_id": "s1",
    "request_id": REQUEST,
    "number": "K7M2-Q4XA",
    "reporter": Reporter(owner_id="o1"),
    "path": "/s/abc",
    "expires_at": LATER,
}
BARE = {"department": None, "department_name": None, "assignee": None, "assignee_name": None}
INVITED = {
    "campaign_id": "k1",
    "title": "半年满意度调查",
    "reporter": Reporter(owner_id="o1"),
    "path": "/q/abc",
    "closes_at": LATER,
    "anonymous": True,
}
TO_CALL = {
    "call_id": "c1",
    "request_id": "r1",
    "number": "K7M2-Q4XA",
    "reporter": Reporter(owner_id="o1"),
    "due_at": LATER,
}
SAMPLES: tuple[Event, ...] = (
    assigned(),
    assigned(**BARE, place=None, urgency=Urgency.URGENT),
    assigned(round=2),
    requests.RequestAccepted(request=facts(), by="w01"),
    requests.RequestArrived(request=facts(), by="w01"),
    requests.RequestNoted(request=facts(), by="w01", note="已订购配件"),
    requests.RequestPaused(request=facts(), reason="等待配件", until=LATER),
    requests.RequestPaused(request=facts(), reason="等待配件"),
    requests.RequestResumed(request=facts(), by="w01"),
    resolved(),
    requests.RequestClosed(request=facts(), satisfied=False, closed_at=NOON),
    requests.RequestReopened(request=facts(round=2), reason="还在漏水"),
    requests.FollowUpOpened(
        request=facts(), reason="还在漏水", due_at=LATER, recipients=("c01", "h01")
    ),
    requests.RequestCancelled(request=facts(status=Status.CANCELLED), by="o1", reason="已自行解决"),
    requests.RequestReclassified(
        request=facts(), was_category=Category.OTHER, was_urgency=Urgency.GENERAL
    ),
    requests.RequestUrged(request=facts(), by="o1"),
    requests.RequestHandedOver(request=facts(), previous="c02"),
    requests.RequestEscalated(
        request=facts(),
        clock=ClockName.ARRIVAL,
        step="head",
        due_at=LATER,
        recipients=("h01",),
    ),
    requests.ClockMissed(
        request=facts(), clock=ClockName.RESOLUTION, due_at=NOON, recipients=("h01",)
    ),
    *INCIDENTS,
    surveys.SurveyOpened.model_validate(ASKED),
    surveys.SurveyReminderDue.model_validate(ASKED),
    surveys.CampaignInvited.model_validate(INVITED),
    surveys.CampaignReminded.model_validate(INVITED),
    surveys.ReturnCallDue.model_validate(TO_CALL),
    conversations.MessageReceived(
        conversation_id="k1",
        message_id="m1",
        channel=Channel.WECHAT,
        reporter=Reporter(address="wx-guest"),
        text="请问几点停水?",
        received_at=NOON,
    ),
    *TALK,
    *(sample for kind in TELLINGS for sample in samples_of(kind)),
)


def test_there_is_a_sample_of_everything_that_is_told() -> None:
    assert {type(sample) for sample in SAMPLES} == TELLINGS.keys()


@pytest.mark.parametrize("event", SAMPLES, ids=lambda event: event.type)
def test_each_text_of_an_event_can_be_written(event: Event) -> None:
    texts = [WORDS.tell(telling.template, event) for telling in TELLINGS[type(event)]]
    assert all(text and "None" not in text for text in texts)


def test_every_text_is_told_to_somebody() -> None:
    told = {telling.template for rows in TELLINGS.values() for telling in rows}
    assert TEXTS.keys() == told | {"owner.code", "owner.notice", "phone.resolved"}


def test_an_owner_who_asked_for_english_is_told_everything_in_it() -> None:
    told = {name for name in TEXTS if name.startswith("owner.")} - {"owner.code"}
    assert ENGLISH.keys() == {f"{name}@en" for name in told}
    assert not [name for name, text in ENGLISH.items() if re.search("[一-鿿]", text)]


def test_the_receipt_says_number_who_and_by_when() -> None:
    text = WORDS.tell("owner.assigned", assigned())
    assert all(part in text for part in ("K7M2-Q4XA", "王建国", "11月26日12:00"))


def test_the_result_says_what_was_done() -> None:
    assert "更换了角阀,已试水" in WORDS.tell("owner.resolved", resolved())


@pytest.mark.parametrize("name", ["owner.survey", "owner.survey-reminder"])
def test_a_survey_text_ends_with_its_link_so_that_phones_take_no_more(name: str) -> None:
    text = WORDS.tell(name, surveys.SurveyOpened.model_validate(ASKED))
    assert text.rpartition(" ")[2].endswith("/s/abc")


def test_a_survey_text_holds_the_whole_link() -> None:
    text = WORDS.tell("owner.survey", surveys.SurveyOpened.model_validate(ASKED))
    assert "https://estate.example/s/abc" in text


def test_an_owners_words_are_not_a_template() -> None:
    assert "{{ 7 * 7 }}" in WORDS.tell("staff.assigned", assigned(text="{{ 7 * 7 }}"))


@pytest.mark.parametrize(
    "text", ["{{ request.colour }}", "{{ event.outcome }}", "{{ who }}", "{% if %}"]
)
def test_a_template_that_would_fail_when_sent_fails_at_the_start(text: str) -> None:
    with pytest.raises(BadTemplate):
        Words(SHANGHAI, texts={**TEXTS, "owner.accepted": text})


def test_a_missing_template_fails_at_the_start() -> None:
    with pytest.raises(BadTemplate):
        Words(SHANGHAI, texts={name: TEXTS[name] for name in TEXTS if name != "staff.urged"})


def test_a_person_in_two_parts_is_told_once() -> None:
    told = staff_told(assigned(assignee="w01", first_responder="w01"))
    assert {person: row.template for person, row in told.items()} == {"w01": "staff.assigned"}


def test_nobody_is_told_what_they_did_themselves() -> None:
    mine = assigned().model_copy(update={"by": "w01"})
    assert staff_told(mine).keys() == {"c01"}


def test_an_owner_is_told_of_a_new_assignee_as_progress() -> None:
    again = assigned().model_copy(update={"previous": "w02"})
    telling = telling_for(Audience.OWNER, again)
    assert telling is not None
    assert (telling.template, telling.chased) == ("owner.reassigned", False)


def test_the_one_who_had_it_before_is_relieved() -> None:
    again = assigned().model_copy(update={"previous": "w02"})
    assert staff_told(again)["w02"].template == "staff.relieved"


def test_a_satisfied_owner_is_not_told_that_it_is_closed() -> None:
    closed = requests.RequestClosed(request=facts(), satisfied=True, closed_at=NOON)
    assert telling_for(Audience.OWNER, closed) is None


def test_only_a_result_has_a_caller() -> None:
    assert (caller_of(resolved()), caller_of(assigned())) == ("c01", None)


def test_everything_in_the_table_is_listened_to() -> None:
    assert {
        row.kind for row in SUBSCRIPTIONS if row.handler in {tell, hear_message, fed_back}
    } == TELLINGS.keys()
