"""A request in a few turns of the chat: what, where, photos; and the menu."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from services.intake.domain.answers import ANSWERS, DROPPED, NEXT, TO_A_CLERK
from services.intake.domain.draft import Turn
from services.intake.domain.message import Intent
from services.intake.handlers import fates
from services.intake.jobs import Rounds
from shared.contracts.conversations import MessageReceived
from shared.contracts.event import Place
from shared.contracts.requests import RequestAccepted, RequestSubmitted
from shared.contracts.words import Status
from tests.support.intake import NOON, Intake, an_owner, cause
from tests.support.intake_lists import Talks, Turns
from tests.support.told import facts
from tests.support.wechat import Client, content, event, message, plain, send

REPORT = event("CLICK", "REPORT")
PICTURE = "https://mmbiz.qpic.cn/1.jpg"


def a_photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "JPEG")
    return out.getvalue()


async def say(client: Client, *messages: bytes) -> str:
    """Say one thing after the other; return the last answer."""
    answer = b""
    for body in messages:
        _, answer = await send(client, plain(body))
    return content(answer)


def words(text: str, number: str) -> bytes:
    return message(Content=text, number=number)


TOLD = (REPORT, words("楼道灯坏了", "2001"), words("3栋2单元12楼楼道", "2002"))


@pytest.fixture(autouse=True)
def known(intake: Intake) -> None:
    intake.register(an_owner())
    intake.pictures.at[PICTURE] = a_photo()


async def test_what_where_and_no_photo_make_a_request(client: Client, intake: Intake) -> None:
    answer = await say(client, *TOLD, words("没有", "2003"))
    [told] = intake.submissions.told
    assert isinstance(told, RequestSubmitted)
    assert (told.text, told.place) == ("楼道灯坏了", Place(spot="3栋2单元12楼楼道"))
    assert f"编号 {told.number}" in answer


async def test_at_home_is_the_owners_own_door(client: Client, intake: Intake) -> None:
    await say(client, REPORT, words("水管漏水", "1"), words("1", "2"), words("没有", "3"))
    [told] = intake.submissions.told
    assert isinstance(told, RequestSubmitted)
    assert str(told.place) == "3-2-1201"


async def test_each_step_asks_for_the_next_thing(client: Client) -> None:
    assert await say(client, REPORT) == NEXT[Turn.WHAT]
    assert "3-2-1201" in await say(client, TOLD[1])
    assert await say(client, TOLD[2]) == NEXT[Turn.PHOTOS]


async def test_photos_go_with_the_request(client: Client, intake: Intake) -> None:
    shown = [message("image", PicUrl=PICTURE, number=number) for number in ("31", "32")]
    await say(client, *TOLD, *shown, words("完成", "33"))
    [told] = intake.submissions.told
    assert isinstance(told, RequestSubmitted)
    assert len(told.attachments) == 2
    assert set(told.attachments) == set(intake.album.kept)


async def test_each_turn_repeated_three_times_is_one_turn(client: Client, intake: Intake) -> None:
    shown = message("image", PicUrl=PICTURE, number="31")
    for turn in (*TOLD, shown, words("完成", "33")):
        answers = {await say(client, turn) for _ in range(3)}
        assert len(answers) == 1
    assert (len(intake.submissions.told), len(intake.album.kept)) == (1, 1)


async def test_it_may_be_dropped(client: Client, intake: Intake) -> None:
    assert await say(client, *TOLD, words("取消", "9")) == DROPPED
    assert not intake.submissions.kept


async def test_who_wants_a_clerk_in_the_middle_gets_one_who_knows_what_was_said(
    client: Client, intake: Intake
) -> None:
    assert await say(client, *TOLD, words("人工", "9")) == ANSWERS[Intent.CLERK]
    [told] = intake.conversations.told_of(MessageReceived)
    assert isinstance(told, MessageReceived)
    assert "楼道灯坏了 3栋2单元12楼楼道" in told.text


async def test_what_is_not_understood_twice_goes_to_a_clerk(client: Client, intake: Intake) -> None:
    odd = [message("voice", MediaId="m", number=number) for number in ("41", "42")]
    assert await say(client, *TOLD, *odd) == TO_A_CLERK
    assert len(intake.conversations.told) == 1


async def test_what_was_told_before_silence_is_taken_in_all_the_same(
    client: Client, intake: Intake
) -> None:
    await say(client, *TOLD)
    rounds = Rounds(
        talks=Talks(intake.conversations),
        turns=Turns(intake.drafts),
        work=intake.work,
        clock=lambda: NOON + timedelta(minutes=11),
    )
    await rounds.drafts()
    await rounds.drafts()
    assert [told.text for told in intake.submissions.told] == ["楼道灯坏了"]  # type: ignore[attr-defined]


async def test_my_requests_says_how_each_stands(client: Client, intake: Intake) -> None:
    await say(client, words("厨房漏水", "1"))
    [told] = intake.submissions.told
    assert isinstance(told, RequestSubmitted)
    accepted = facts(request_id=told.request_id, status=Status.ACCEPTED)
    await fates.follow(RequestAccepted(request=accepted), intake.work(cause("e1")))
    answer = await say(client, event("CLICK", "MY_REQUESTS"))
    assert f"{told.number} 厨房漏水:已接单" in answer
    assert "https://estate.example/" in answer


async def test_notices_are_a_link(client: Client) -> None:
    assert (await say(client, event("CLICK", "NOTICES"))).endswith("https://estate.example/")


async def test_a_photo_that_cannot_be_had_is_asked_for_again(client: Client) -> None:
    lost = message("image", PicUrl="https://mmbiz.qpic.cn/lost.jpg", number="2003")
    answer = await say(client, *TOLD, lost)
    assert "照片没有收到" in answer
    assert "看懂" not in answer
