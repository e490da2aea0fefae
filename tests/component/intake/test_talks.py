"""Owners ask on any channel, clerks answer there, and what waits too long pages somebody."""

from datetime import timedelta

import pytest

from services.intake.domain.staff import Staff
from services.intake.handlers import staff as crew
from services.intake.jobs import Rounds
from shared.contracts.conversations import (
    ConversationAnswered,
    ConversationUnanswered,
    MessageReceived,
)
from shared.contracts.people import StaffChanged
from shared.contracts.requests import RequestSubmitted
from shared.contracts.words import Channel, Role
from tests.support.intake import NOON, Intake, an_owner, cause
from tests.support.intake_lists import Talks, Turns
from tests.support.issuer import Issuer
from tests.support.wechat import OWNERS_OPENID, Client, message, plain, send

APP = "/api/v1/app/conversations"
DESK = "/api/v1/desk/conversations"
ASKED = message(Content="物业费怎么交?")


def owner(issuer: Issuer, key: str = "k-1", who: str = "owner-1") -> dict[str, str]:
    return {**issuer.bearer(who, Role.OWNER, name="周明"), "Idempotency-Key": key}


def clerk(issuer: Issuer, who: str = "c01", role: Role = Role.CLERK) -> dict[str, str]:
    return issuer.bearer(who, role, name="唐天佑")


@pytest.fixture
async def asked(client: Client, intake: Intake, issuer: Issuer) -> str:
    """Return the id of the conversation of a question by WeChat."""
    intake.register(an_owner())
    await send(client, plain(ASKED))
    [talk] = intake.conversations.kept.values()
    return talk.id


async def test_an_owner_asks_in_the_app_and_reads_the_answer(
    client: Client, intake: Intake, issuer: Issuer
) -> None:
    intake.register(an_owner())
    form = {"text": "物业费怎么交?"}
    made = await (await client.post(APP, json=form, headers=owner(issuer))).json()
    path = f"{DESK}/{made['conversation_id']}/answers"
    await client.post(path, json={"text": "微信扫码就行。"}, headers=clerk(issuer))
    seen = await (await client.get(APP, headers=owner(issuer))).json()
    lines = [(line["text"], line.get("by_name")) for line in seen["items"][0]["lines"]]
    assert lines == [("物业费怎么交?", None), ("微信扫码就行。", "唐天佑")]


async def test_a_repeat_of_a_question_is_asked_once(
    client: Client, intake: Intake, issuer: Issuer
) -> None:
    form = {"text": "物业费怎么交?"}
    answers = [await client.post(APP, json=form, headers=owner(issuer)) for _ in range(3)]
    assert [answer.status for answer in answers] == [201, 201, 201]
    assert len(intake.conversations.told) == 1


async def test_other_words_under_the_same_key_are_refused_and_not_lost_in_silence(
    client: Client, issuer: Issuer
) -> None:
    asked = [
        await client.post(APP, json={"text": text}, headers=owner(issuer))
        for text in ("物业费怎么交?", "车位怎么租?")
    ]
    assert [answer.status for answer in asked] == [201, 409]
    assert (await asked[1].json())["slug"] == "idempotency-key-reused"


async def test_a_clerks_other_answer_under_the_same_key_is_refused(
    client: Client, asked: str, issuer: Issuer
) -> None:
    headers = {**clerk(issuer), "Idempotency-Key": "a-1"}
    answered = [
        await client.post(f"{DESK}/{asked}/answers", json={"text": text}, headers=headers)
        for text in ("可以。", "可以。", "不可以。")
    ]
    assert [answer.status for answer in answered] == [201, 201, 409]


async def test_an_owner_never_sees_anothers_conversation(
    client: Client, asked: str, issuer: Issuer
) -> None:
    seen = await (await client.get(APP, headers=owner(issuer, who="owner-2"))).json()
    assert seen["items"] == []


async def test_the_answer_goes_back_where_the_question_came_from(
    client: Client, intake: Intake, asked: str, issuer: Issuer
) -> None:
    await client.post(f"{DESK}/{asked}/answers", json={"text": "可以。"}, headers=clerk(issuer))
    [told] = intake.conversations.told_of(ConversationAnswered)
    assert isinstance(told, ConversationAnswered)
    assert (told.channel, told.reporter.address) == (Channel.WECHAT, OWNERS_OPENID)
    assert (told.text, told.by, told.heard_at) == ("可以。", "c01", NOON)


async def test_the_desk_lists_what_waits_and_no_longer_what_is_answered(
    client: Client, asked: str, issuer: Issuer
) -> None:
    before = await (await client.get(DESK, headers=clerk(issuer))).json()
    await client.post(f"{DESK}/{asked}/answers", json={"text": "可以。"}, headers=clerk(issuer))
    after = await (await client.get(DESK, headers=clerk(issuer))).json()
    assert ([one["phone_masked"] for one in before["items"]], after["items"]) == (
        ["138****5678"],
        [],
    )


async def test_what_one_clerk_has_taken_another_does_not_answer(
    client: Client, asked: str, issuer: Issuer
) -> None:
    await client.post(f"{DESK}/{asked}/take", headers=clerk(issuer))
    answer = await client.post(
        f"{DESK}/{asked}/answers", json={"text": "可以。"}, headers=clerk(issuer, "c02")
    )
    assert (answer.status, (await answer.json())["slug"]) == (409, "conversation-taken")


async def test_further_messages_are_told_to_who_has_taken_it(
    client: Client, intake: Intake, asked: str, issuer: Issuer
) -> None:
    await client.post(f"{DESK}/{asked}/take", headers=clerk(issuer))
    await send(client, plain(message(Content="电话是多少?", number="1002")))
    told = intake.conversations.told_of(MessageReceived)[-1]
    assert isinstance(told, MessageReceived)
    assert told.taken_by == "c01"


async def test_a_clerk_makes_a_request_of_a_message_and_is_answerable(
    client: Client, intake: Intake, asked: str, issuer: Issuer
) -> None:
    line = intake.conversations.kept[asked].lines[0].id
    path = f"{DESK}/{asked}/lines/{line}/request"
    first = await client.post(path, json={"text": "想改为季度缴费"}, headers=clerk(issuer))
    again = await client.post(path, json={}, headers=clerk(issuer, "c02"))
    assert (first.status, await first.json()) == (201, await again.json())
    [told] = intake.submissions.told
    assert isinstance(told, RequestSubmitted)
    assert (told.channel, told.taken_by, told.text) == (Channel.WECHAT, "c01", "想改为季度缴费")


async def test_a_question_at_the_counter_is_noted_for_later(
    client: Client, intake: Intake, issuer: Issuer
) -> None:
    form = {"text": "停车月卡怎么办?", "reporter": {"name": "租户小李", "phone": "13900001111"}}
    made = await (await client.post(DESK, json=form, headers=clerk(issuer))).json()
    assert (made["channel"], made["name"], made["standing"]) == ("desk", "租户小李", "waiting")


@pytest.mark.parametrize("role", [Role.WORKER, Role.OWNER])
async def test_conversations_are_for_the_desk_only(
    client: Client, asked: str, issuer: Issuer, role: Role
) -> None:
    assert (await client.get(DESK, headers=clerk(issuer, role=role))).status == 403


async def test_another_estates_clerk_finds_nothing(
    client: Client, asked: str, issuer: Issuer
) -> None:
    headers = issuer.bearer("c09", Role.CLERK, estate="other")
    assert (await client.get(f"{DESK}/{asked}", headers=headers)).status == 404


async def employ(intake: Intake) -> None:
    people = (
        ("c01", Role.CLERK, "service"),
        ("h01", Role.HEAD, "service"),
        ("h02", Role.HEAD, "x"),
    )
    for who, role, department in people:
        told = StaffChanged(staff_id=who, name=who, role=role, department=department, version=1)
        await crew.learn(told, intake.work(cause(f"s-{who}")))


def rounds(intake: Intake, minutes: float) -> Rounds:
    now = NOON + timedelta(minutes=minutes)
    return Rounds(
        talks=Talks(intake.conversations),
        turns=Turns(intake.drafts),
        work=intake.work,
        clock=lambda: now,
    )


async def test_an_unanswered_question_pages_the_clerks_and_then_their_head_each_once(
    intake: Intake, asked: str
) -> None:
    await employ(intake)
    for minutes in (29, 31, 32, 59, 61, 62, 600):
        await rounds(intake, minutes).questions()
    told = intake.conversations.told_of(ConversationUnanswered)
    paged = [(one.step, one.recipients) for one in told if isinstance(one, ConversationUnanswered)]
    assert paged == [("clerk", ("c01",)), ("head", ("h01",))]


async def test_two_processes_page_once(intake: Intake, asked: str) -> None:
    await employ(intake)
    await rounds(intake, 31).questions()
    talk = intake.conversations.kept[asked]
    talk.next_at, talk.version = NOON + timedelta(minutes=30), talk.version
    await rounds(intake, 31).questions()
    assert len(intake.conversations.told_of(ConversationUnanswered)) == 1


async def test_an_answer_stops_the_clock(
    client: Client, intake: Intake, asked: str, issuer: Issuer
) -> None:
    await employ(intake)
    await client.post(f"{DESK}/{asked}/answers", json={"text": "可以。"}, headers=clerk(issuer))
    await rounds(intake, 600).questions()
    assert not intake.conversations.told_of(ConversationUnanswered)


def test_whoever_is_no_longer_there_is_not_paged() -> None:
    gone = Staff.unheard_of("c01", "sample")
    gone.learn(StaffChanged(staff_id="c01", name="x", role=Role.CLERK, version=2, active=False))
    gone.learn(StaffChanged(staff_id="c01", name="x", role=Role.CLERK, version=1))
    assert not gone.active
