"""Who writes proves which household they are: by a code to the phone, or one from the desk."""

import pytest

from services.intake.domain.answers import CODE_SENT, NOBODY_BOUND, NOT_BOUND, UNBOUND
from shared.contracts.conversations import BindingEnded, BindingProven, CodeIssued
from shared.contracts.words import Role
from tests.support.intake import Intake, an_owner
from tests.support.issuer import Issuer
from tests.support.wechat import OWNERS_OPENID, Client, content, message, plain, send

CODES = "/api/v1/desk/room-codes"
STRANGER = "o-new"
PHONE = "13800005678"


async def say(client: Client, text: str, number: str = "1", sender: str = STRANGER) -> str:
    _, body = await send(client, plain(message(Content=text, number=number, sender=sender)))
    return content(body)


@pytest.fixture(autouse=True)
def household(intake: Intake) -> None:
    """Two owners of one household, neither with a WeChat yet."""
    intake.register(an_owner(wechat_openid=None))
    intake.register(an_owner("owner-2", name="周全", phone="13900001201", wechat_openid=None))


async def room_code(client: Client, issuer: Issuer, owner_id: str = "owner-1") -> str:
    headers = issuer.bearer("c01", Role.CLERK)
    answer = await client.post(CODES, json={"owner_id": owner_id}, headers=headers)
    assert answer.status == 201
    return str((await answer.json())["code"])


def proven(intake: Intake) -> list[tuple[str, tuple[str, ...]]]:
    told = [*intake.proofs.told, *intake.room_codes.told]
    return [(one.openid, one.owners) for one in told if isinstance(one, BindingProven)]


async def test_phone_and_code_in_the_chat_bind_the_openid(client: Client, intake: Intake) -> None:
    assert await say(client, f"绑定 {PHONE}") == CODE_SENT
    [sent] = intake.proofs.told_of(CodeIssued)
    assert isinstance(sent, CodeIssued)
    assert sent.phone == PHONE
    assert "3-2-1201" in await say(client, sent.code, "2")
    assert proven(intake) == [(STRANGER, ("owner-1",))]


async def test_an_unknown_phone_is_answered_alike_and_gets_no_code(
    client: Client, intake: Intake
) -> None:
    assert await say(client, "绑定 13999999999") == CODE_SENT
    assert not intake.proofs.told
    assert await say(client, "000001", "2") == NOT_BOUND


async def test_name_door_and_phone_are_enough_to_be_sent_a_code(client: Client) -> None:
    assert await say(client, f"周明 3-2-1201 {PHONE}") == CODE_SENT


async def test_a_wrong_code_binds_nobody_and_five_are_enough(
    client: Client, intake: Intake
) -> None:
    await say(client, f"绑定 {PHONE}")
    answers = [await say(client, "999999", str(number)) for number in range(2, 9)]
    assert answers[:5] == [NOT_BOUND] * 5
    assert "一小时后" in answers[5]
    assert await say(client, "000001", "20") != ""
    assert not proven(intake)


async def test_one_phone_is_not_sent_a_second_code_within_a_minute(
    client: Client, intake: Intake
) -> None:
    await say(client, f"绑定 {PHONE}")
    assert "频繁" in await say(client, f"绑定 {PHONE}", "2", "o-other")
    assert len(intake.proofs.told) == 1


async def test_three_repeats_send_one_code(client: Client, intake: Intake) -> None:
    answers = {await say(client, f"绑定 {PHONE}") for _ in range(3)}
    assert (answers, len(intake.proofs.told)) == ({CODE_SENT}, 1)


async def test_a_room_code_from_the_desk_binds_the_openid(
    client: Client, intake: Intake, issuer: Issuer
) -> None:
    code = await room_code(client, issuer)
    assert "绑定成功" in await say(client, f"绑定 {code}")
    assert proven(intake) == [(STRANGER, ("owner-1",))]


async def test_several_owners_of_a_household_bind_each_their_own(
    client: Client, intake: Intake, issuer: Issuer
) -> None:
    for number, owner_id in enumerate(("owner-1", "owner-2")):
        code = await room_code(client, issuer, owner_id)
        await say(client, f"绑定{code.replace('-', '').lower()}", str(number), f"o-{number}")
    assert proven(intake) == [("o-0", ("owner-1",)), ("o-1", ("owner-2",))]


async def test_a_room_code_is_good_once(client: Client, intake: Intake, issuer: Issuer) -> None:
    code = await room_code(client, issuer)
    await say(client, f"绑定 {code}")
    assert await say(client, f"绑定 {code}", "2", "o-thief") == NOT_BOUND
    assert len(proven(intake)) == 1


async def test_a_room_code_is_kept_nowhere(client: Client, intake: Intake, issuer: Issuer) -> None:
    code = (await room_code(client, issuer)).replace("-", "")
    assert code not in repr(intake.room_codes.kept)


async def test_a_code_for_nobody_is_refused(client: Client, issuer: Issuer) -> None:
    headers = issuer.bearer("c01", Role.CLERK)
    answer = await client.post(CODES, json={"owner_id": "nobody"}, headers=headers)
    assert (await answer.json())["slug"] == "unknown-owner"


async def test_who_is_bound_unbinds(client: Client, intake: Intake) -> None:
    intake.register(an_owner())
    assert await say(client, "解绑", "1", OWNERS_OPENID) == UNBOUND
    [told] = intake.proofs.told_of(BindingEnded)
    assert isinstance(told, BindingEnded)
    assert (told.openid, told.owners) == (OWNERS_OPENID, ("owner-1",))


async def test_who_is_not_bound_has_nothing_to_unbind(client: Client) -> None:
    assert await say(client, "解绑") == NOBODY_BOUND


async def test_six_digits_of_a_bound_owner_are_words_like_any_other(
    client: Client, intake: Intake
) -> None:
    intake.register(an_owner())
    await say(client, "123456", "1", OWNERS_OPENID)
    assert len(intake.submissions.told) == 1
