"""Who hears of what."""

from datetime import UTC, datetime

import pytest

from services.gateway.domain.audience import Heard, concerns, line_of
from shared.contracts.conversations import ConversationAnswered, MessageReceived
from shared.contracts.event import Event
from shared.contracts.people import StaffChanged
from shared.contracts.requests import (
    Reporter,
    RequestAccepted,
    RequestAssigned,
    RequestFacts,
    RequestSubmitted,
)
from shared.contracts.surveys import SurveyOpened
from shared.contracts.words import Category, Channel, Role, Status, Urgency
from shared.web.auth import Principal
from tests.support.mishaps import PIPE, updated

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FACTS = RequestFacts(
    request_id="r1",
    number="AAAA-BBBB",
    status=Status.ASSIGNED,
    channel=Channel.APP,
    reporter=Reporter(owner_id="o1", name="何浩然", phone="13900000001"),
    text="厨房漏水",
    place=None,
    category=Category.REPAIR,
    urgency=Urgency.URGENT,
    department="engineering",
    assignee="w1",
    first_responder="c1",
    submitted_at=NOON,
)


def hears(event: Event, who: str, role: Role, department: str | None = None) -> bool:
    line = line_of(Heard(id="e1", estate="sample", time=NOON, event=event))
    someone = Principal(id=who, estate="sample", role=role, department=department)
    return line is not None and concerns(line, someone)


@pytest.mark.parametrize(
    ("who", "role", "department", "heard"),
    [
        ("o1", Role.OWNER, None, True),
        ("o2", Role.OWNER, None, False),
        ("w1", Role.OWNER, None, False),
        ("w1", Role.WORKER, None, True),
        ("w2", Role.WORKER, "engineering", True),
        ("w3", Role.WORKER, "cleaning", False),
        ("c1", Role.WORKER, "service", True),
        ("w4", Role.WORKER, None, False),
        ("c9", Role.CLERK, "service", True),
        ("h1", Role.HEAD, "cleaning", True),
        ("m1", Role.MANAGER, None, True),
        ("admin", Role.ADMIN, None, True),
        ("gateway", Role.SERVICE, None, False),
    ],
)
def test_who_hears_of_an_assigned_request(
    who: str, role: Role, department: str | None, heard: bool
) -> None:
    assert hears(RequestAccepted(request=FACTS), who, role, department) is heard


def test_nobody_hears_of_another_estate() -> None:
    line = line_of(Heard(id="e1", estate="other", time=NOON, event=RequestAccepted(request=FACTS)))
    assert line is not None
    for role in Role:
        assert not concerns(line, Principal(id="o1", estate="sample", role=role))


def test_who_had_it_before_learns_that_it_is_gone() -> None:
    event = RequestAssigned(request=FACTS, previous="w8")
    assert hears(event, "w8", Role.WORKER, "cleaning")


def test_a_request_of_a_stranger_is_no_owners() -> None:
    facts = FACTS.model_copy(update={"reporter": Reporter(name="访客")})
    assert not hears(RequestAccepted(request=facts), "o1", Role.OWNER)


def test_an_owner_hears_that_a_survey_is_open() -> None:
    event = SurveyOpened(
        survey_id="s1",
        request_id="r1",
        number="AAAA-BBBB",
        reporter=FACTS.reporter,
        path="/s/secret",
        expires_at=NOON,
    )
    assert hears(event, "o1", Role.OWNER)
    assert not hears(event, "o2", Role.OWNER)


def test_a_submission_is_heard_before_it_is_assigned() -> None:
    event = RequestSubmitted(
        request_id="r1",
        number="AAAA-BBBB",
        channel=Channel.APP,
        reporter=FACTS.reporter,
        text="厨房漏水",
        submitted_at=NOON,
    )
    assert hears(event, "o1", Role.OWNER)
    assert not hears(event, "w2", Role.WORKER, "engineering")


def test_what_is_told_holds_no_words_name_or_phone() -> None:
    line = line_of(Heard(id="e1", estate="sample", time=NOON, event=RequestAccepted(request=FACTS)))
    assert not any(private in repr(line) for private in ("漏水", "何浩然", "13900000001"))


def test_changes_of_staff_are_not_for_pages() -> None:
    event = StaffChanged(staff_id="w1", name="某", role=Role.WORKER, version=1)
    assert line_of(Heard(id="e1", estate="sample", time=NOON, event=event)) is None


@pytest.mark.parametrize(
    ("who", "role", "heard"),
    [
        ("o1", Role.OWNER, True),
        ("o2", Role.OWNER, False),
        ("w01", Role.WORKER, True),
        ("w09", Role.WORKER, False),
        ("c9", Role.CLERK, True),
    ],
)
def test_members_hear_of_what_is_said_to_them(who: str, role: Role, heard: bool) -> None:
    assert hears(updated(Reporter(owner_id="o1")), who, role) is heard


def test_no_owner_hears_of_an_incident_that_is_only_paged() -> None:
    assert not hears(PIPE, "o1", Role.OWNER)


def asked(owner_id: str | None) -> MessageReceived:
    return MessageReceived(
        conversation_id="t1",
        message_id="m1",
        channel=Channel.WECHAT,
        reporter=Reporter(owner_id=owner_id, name="何浩然"),
        text="物业费可以怎么交",
        received_at=NOON,
    )


def answered() -> ConversationAnswered:
    return ConversationAnswered(
        conversation_id="t1",
        message_id="m2",
        channel=Channel.WECHAT,
        reporter=Reporter(owner_id="o1", name="何浩然"),
        text="可以按季度交",
        by="c1",
        answered_at=NOON,
    )


@pytest.mark.parametrize(
    ("who", "role", "heard"),
    [
        ("o1", Role.OWNER, True),
        ("o2", Role.OWNER, False),
        ("c9", Role.CLERK, True),
        ("w1", Role.WORKER, False),
    ],
)
def test_a_conversation_is_heard_by_its_owner_and_the_desk(
    who: str, role: Role, heard: bool
) -> None:
    assert hears(asked("o1"), who, role) is heard
    assert hears(answered(), who, role) is heard


def test_a_strangers_question_is_no_owners() -> None:
    assert not hears(asked(None), "o1", Role.OWNER)


def test_of_a_conversation_not_a_word_is_told() -> None:
    line = line_of(Heard(id="e1", estate="sample", time=NOON, event=answered()))
    assert line is not None
    assert (line.request_id, line.status) == ("t1", "answered")
    assert not any(private in repr(line) for private in ("季度", "何浩然"))
