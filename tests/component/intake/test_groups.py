"""A clerk pastes a group's chat and confirms what is a request with one press."""

from typing import Any

import pytest

from shared.contracts.requests import RequestSubmitted
from shared.contracts.words import Channel, Role
from tests.support.intake import Intake, an_owner
from tests.support.issuer import Issuer
from tests.support.wechat import Client

PATH = "/api/v1/desk/paste"
CHAT = """3-2-1201 周先生 2026/11/23 9:12
楼道灯坏了

物业小李 2026/11/23 9:15
收到

5-1-302老陈 9:20
垃圾房两天没清了,臭死了
"""


def clerk(issuer: Issuer, who: str = "c01") -> dict[str, str]:
    return issuer.bearer(who, Role.CLERK)


async def pasted(client: Client, issuer: Issuer, text: str = CHAT) -> dict[str, Any]:
    form = {"text": text, "group": "3栋业主群"}
    answer = await client.post(PATH, json=form, headers=clerk(issuer))
    assert answer.status == 201
    found: dict[str, Any] = await answer.json()
    return found


@pytest.fixture
async def paste(client: Client, intake: Intake, issuer: Issuer) -> dict[str, Any]:
    intake.register(an_owner())
    return await pasted(client, issuer)


async def press(
    client: Client, issuer: Issuer, paste: dict[str, Any], which: int, who: str = "c01", **form: str
) -> dict[str, Any]:
    path = f"{PATH}/{paste['paste_id']}/candidates/{paste['candidates'][which]['id']}/confirm"
    answer = await client.post(path, json=form, headers=clerk(issuer, who))
    assert answer.status == 201, await answer.text()
    found: dict[str, Any] = await answer.json()
    return found


async def test_each_candidate_has_speaker_words_and_why_it_may_be_none(
    paste: dict[str, Any],
) -> None:
    seen = [(one["speaker"], one["text"], one.get("chatter")) for one in paste["candidates"]]
    assert seen == [
        ("3-2-1201 周先生", "楼道灯坏了", None),
        ("物业小李", "收到", "物业人员的话"),
        ("5-1-302老陈", "垃圾房两天没清了,臭死了", None),
    ]


async def test_the_owner_is_known_by_the_remark_name(paste: dict[str, Any]) -> None:
    assert [one.get("owner_id") for one in paste["candidates"]] == ["owner-1", None, None]


async def test_one_press_makes_the_request_and_the_clerk_its_first_responder(
    client: Client, intake: Intake, issuer: Issuer, paste: dict[str, Any]
) -> None:
    taken = await press(client, issuer, paste, 0)
    [told] = intake.submissions.told
    assert isinstance(told, RequestSubmitted)
    assert (told.request_id, told.channel, told.heard_at) == (
        taken["request_id"],
        Channel.DESK,
        "group",
    )
    assert (told.taken_by, told.reporter.owner_id, told.text) == ("c01", "owner-1", "楼道灯坏了")


async def test_pressed_twice_by_two_clerks_it_is_one_request(
    client: Client, intake: Intake, issuer: Issuer, paste: dict[str, Any]
) -> None:
    first = await press(client, issuer, paste, 0)
    assert await press(client, issuer, paste, 0, "c02", text="别的话") == first
    assert len(intake.submissions.told) == 1


async def test_pasted_again_with_more_below_the_same_words_are_the_same_request(
    client: Client, intake: Intake, issuer: Issuer, paste: dict[str, Any]
) -> None:
    first = await press(client, issuer, paste, 0)
    longer = await pasted(client, issuer, CHAT + "\n王姐 9:30\n门禁坏了\n")
    assert longer["paste_id"] != paste["paste_id"]
    assert await press(client, issuer, longer, 0) == first


async def test_the_same_paste_twice_is_the_same_list(
    client: Client, issuer: Issuer, paste: dict[str, Any]
) -> None:
    await press(client, issuer, paste, 2)
    again = await pasted(client, issuer)
    assert again["paste_id"] == paste["paste_id"]
    assert [bool(one.get("request_id")) for one in again["candidates"]] == [False, False, True]


async def test_a_stranger_in_the_group_is_known_by_name_and_door(
    client: Client, intake: Intake, issuer: Issuer, paste: dict[str, Any]
) -> None:
    await press(client, issuer, paste, 2)
    [told] = intake.submissions.told
    assert isinstance(told, RequestSubmitted)
    assert (told.reporter.name, str(told.place)) == ("5-1-302老陈", "5-1-302")


async def test_a_clerk_may_mend_the_words_and_name_the_owner(
    client: Client, intake: Intake, issuer: Issuer, paste: dict[str, Any]
) -> None:
    await press(client, issuer, paste, 2, text="垃圾房未清运", owner_id="owner-1")
    [told] = intake.submissions.told
    assert isinstance(told, RequestSubmitted)
    assert (told.text, told.reporter.owner_id) == ("垃圾房未清运", "owner-1")


async def test_what_is_no_request_is_put_aside(
    client: Client, issuer: Issuer, paste: dict[str, Any]
) -> None:
    path = f"{PATH}/{paste['paste_id']}/candidates/{paste['candidates'][1]['id']}/dismiss"
    seen = await (await client.post(path, headers=clerk(issuer))).json()
    assert [one["dismissed"] for one in seen["candidates"]] == [False, True, False]


async def test_nothing_to_read_is_refused(client: Client, issuer: Issuer) -> None:
    answer = await client.post(PATH, json={"text": " \n "}, headers=clerk(issuer))
    assert answer.status == 422


async def test_another_estate_does_not_see_it(
    client: Client, issuer: Issuer, paste: dict[str, Any]
) -> None:
    headers = issuer.bearer("c09", Role.CLERK, estate="other")
    assert (await client.get(f"{PATH}/{paste['paste_id']}", headers=headers)).status == 404


QUOTING = """3-2-1201 周先生 2026/11/23 9:12
「老陈：门禁坏了」
- - - - - - - - - - - - - - -
我们单元也刷不开
"""


async def test_what_was_quoted_goes_with_the_request(
    client: Client, intake: Intake, issuer: Issuer
) -> None:
    await press(client, issuer, await pasted(client, issuer, QUOTING), 0)
    [told] = intake.submissions.told
    assert isinstance(told, RequestSubmitted)
    assert told.text == "我们单元也刷不开\n（回复：老陈：门禁坏了）"


async def test_what_a_clerk_mended_stands_as_it_is(
    client: Client, intake: Intake, issuer: Issuer
) -> None:
    await press(client, issuer, await pasted(client, issuer, QUOTING), 0, text="3-2 门禁坏了")
    [told] = intake.submissions.told
    assert isinstance(told, RequestSubmitted)
    assert told.text == "3-2 门禁坏了"
