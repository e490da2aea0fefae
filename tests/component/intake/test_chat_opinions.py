"""An opinion or a suggestion said in the official account's chat, or begun from its menu."""

import pytest

from services.intake.domain.answers import ANSWERS, DROPPED, NEXT
from services.intake.domain.draft import Turn
from services.intake.domain.message import Intent, Kind, Message, intent_of, opinion_in
from shared.contracts.conversations import MessageReceived, OpinionGiven
from shared.kernel.ids import number_of
from tests.support.intake import Intake, an_owner
from tests.support.wechat import Client, content, event, message, plain, send

MENU = event("CLICK", "OPINION")


async def say(client: Client, *messages: bytes) -> str:
    """Say one thing after the other; return the last answer."""
    answer = b""
    for body in messages:
        _, answer = await send(client, plain(body))
    return content(answer)


def words(text: str, number: str) -> bytes:
    return message(Content=text, number=number)


def given(intake: Intake) -> list[OpinionGiven]:
    return [one for one in intake.drafts.told if isinstance(one, OpinionGiven)]


@pytest.fixture
def known(intake: Intake) -> None:
    intake.register(an_owner())


@pytest.mark.usefixtures("known")
async def test_one_message_is_enough_and_its_number_is_told(client: Client, intake: Intake) -> None:
    answer = await say(client, words("建议:在3栋门口加一个快递柜", "1"))
    [told] = given(intake)
    assert (told.words, told.reporter.owner_id) == ("在3栋门口加一个快递柜", "owner-1")
    assert number_of(told.suggestion_id) in answer
    assert not intake.submissions.kept


@pytest.mark.usefixtures("known")
async def test_from_the_menu_the_next_message_is_the_opinion(
    client: Client, intake: Intake
) -> None:
    assert await say(client, MENU) == NEXT[Turn.OPINION]
    await say(client, words("地库的灯可以再亮一点", "2"))
    assert [one.words for one in given(intake)] == ["地库的灯可以再亮一点"]


@pytest.mark.usefixtures("known")
async def test_the_platform_s_repeats_give_one_opinion_and_one_answer(
    client: Client, intake: Intake
) -> None:
    answers = {await say(client, words("意见 保洁来得太早", "3")) for _ in range(3)}
    assert (len(answers), len(given(intake))) == (1, 1)


@pytest.mark.usefixtures("known")
async def test_it_may_be_left_unsaid(client: Client, intake: Intake) -> None:
    assert await say(client, MENU, words("取消", "4")) == DROPPED
    assert not given(intake)


@pytest.mark.usefixtures("known")
async def test_in_the_middle_of_a_request_the_words_belong_to_that(
    client: Client, intake: Intake
) -> None:
    await say(client, event("CLICK", "REPORT"), words("建议 把楼道灯修好", "5"))
    assert not given(intake)


async def test_who_is_not_registered_is_read_by_a_clerk(client: Client, intake: Intake) -> None:
    assert await say(client, words("建议:加快递柜", "6")) == ANSWERS[Intent.OPINION]
    assert intake.conversations.told_of(MessageReceived)


@pytest.mark.parametrize(
    ("said", "meant", "kept"),
    [
        ("建议", Intent.OPINION, ""),
        ("我要提建议", Intent.OPINION, ""),
        ("提个意见:电梯太慢", Intent.OPINION, "电梯太慢"),
        ("意见和建议 多种树", Intent.OPINION, "多种树"),
        ("建议办一次旧书交换活动", Intent.REQUEST, "建议办一次旧书交换活动"),
        ("楼上有意见", Intent.REQUEST, "楼上有意见"),
    ],
)
def test_only_what_says_so_is_an_opinion(said: str, meant: Intent, kept: str) -> None:
    told = Message(kind=Kind.TEXT, sender="o-1", account="gh", key="1", text=said)
    assert (intent_of(told), opinion_in(said)) == (meant, kept)
