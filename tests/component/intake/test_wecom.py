"""Colleagues send what was said in the owners' groups by WeCom, played by wechatpy."""

import json

import pytest
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from wechatpy.enterprise.crypto import WeChatCrypto

from services.intake.handlers import staff as crew
from shared.contracts.people import StaffChanged
from shared.contracts.words import Role
from tests.component.intake.conftest import Door
from tests.support.intake import Intake, cause
from tests.support.wechat import AT, Client

PATH = "/api/v1/wechat/wecom"
TOKEN = "QDG6eK"
AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
CORP = "wx5823bf96d3bd56c7"
CHAT = "王女士:楼道灯坏了\n老陈:谢谢\n李姐:垃圾房两天没清了"


@pytest.fixture
async def application(door: Door, intake: Intake) -> Client:
    """Intake with a WeCom application, and a clerk who has a WeCom account."""
    told = StaffChanged(
        staff_id="c01", name="唐天佑", role=Role.CLERK, version=1, wechat_openid="wecom:tang"
    )
    await crew.learn(told, intake.work(cause("s1")))
    return await door(wecom_token=TOKEN, wecom_aes_key=AES_KEY, wecom_corp_id=CORP)


def told(user: str = "tang", kind: str = "text", **fields: str) -> str:
    rest = "".join(f"<{name}><![CDATA[{value}]]></{name}>" for name, value in fields.items())
    return (
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><FromUserName><![CDATA[{user}]]>"
        f"</FromUserName><CreateTime>{AT}</CreateTime><MsgType><![CDATA[{kind}]]></MsgType>"
        f"{rest}<AgentID>1</AgentID></xml>"
    )


async def send(client: Client, plain: str) -> str:
    """Send it sealed by wechatpy; return the words of the answer, opened by wechatpy."""
    crypto = WeChatCrypto(TOKEN, AES_KEY, CORP)
    sealed = fromstring(crypto.encrypt_message(plain, "n1", AT))
    query = {
        "msg_signature": sealed.findtext("MsgSignature"),
        "timestamp": AT,
        "nonce": "n1",
    }
    body = f"<xml><Encrypt>{sealed.findtext('Encrypt')}</Encrypt></xml>"
    answer = await client.post(PATH, params=query, data=body.encode())
    assert answer.status == 200, await answer.text()
    said = await answer.text()
    if said == "success":
        return ""
    root = fromstring(said)
    names = ("MsgSignature", "TimeStamp", "Nonce")
    opened = crypto.decrypt_message(said, *(root.findtext(name) for name in names))
    return str(fromstring(opened).findtext("Content"))


async def test_a_chat_sent_by_a_clerk_becomes_candidates_to_confirm(
    application: Client, intake: Intake
) -> None:
    answer = await send(application, told(Content=CHAT, MsgId="1001"))
    assert "2 条候选诉求" in answer
    [paste] = intake.pastes.kept.values()
    assert (paste.pasted_by, len(paste.candidates)) == ("c01", 3)


async def test_the_platforms_repeats_make_one_paste(application: Client, intake: Intake) -> None:
    said = {await send(application, told(Content=CHAT, MsgId="1001")) for _ in range(3)}
    assert (len(said), len(intake.pastes.kept)) == (1, 1)


async def test_who_is_no_member_of_staff_is_told_what_to_do(
    application: Client, intake: Intake
) -> None:
    assert "员工名册" in await send(application, told("stranger", Content=CHAT, MsgId="1"))
    assert not intake.pastes.kept


async def test_a_picture_is_answered_with_what_to_send(application: Client) -> None:
    assert "复制的文字" in await send(application, told(kind="image", PicUrl="x", MsgId="1"))


@pytest.mark.parametrize(
    "event",
    [
        {"Event": "change_external_chat", "ChatId": "wr1", "ChangeType": "update"},
        {
            "Event": "change_external_contact",
            "ExternalUserID": "wm1",
            "ChangeType": "add_external_contact",
        },
        {"Event": "enter_agent"},
    ],
)
async def test_changes_of_groups_and_customers_are_taken(
    application: Client, event: dict[str, str]
) -> None:
    assert await send(application, told("sys", "event", **event)) == ""


@pytest.mark.parametrize(
    ("change", "noted"), [("update", "update"), ("王女士 13800001234 退群", "other")]
)
async def test_of_a_change_only_its_kind_is_logged(
    application: Client, capsys: pytest.CaptureFixture[str], change: str, noted: str
) -> None:
    event = {"Event": "change_external_chat", "ChatId": "wr1", "ChangeType": change}
    await send(application, told("sys", "event", **event))
    line = next(one for one in capsys.readouterr().out.splitlines() if "wecom.changed" in one)
    assert json.loads(line)["change"] == noted


async def test_what_another_corporation_sealed_is_refused(application: Client) -> None:
    crypto = WeChatCrypto(TOKEN, AES_KEY, "wx0000000000000000")
    sealed = fromstring(crypto.encrypt_message(told(Content="x"), "n1", AT))
    signature = sealed.findtext("MsgSignature")
    query = {"msg_signature": signature, "timestamp": AT, "nonce": "n1"}
    body = f"<xml><Encrypt>{sealed.findtext('Encrypt')}</Encrypt></xml>"
    answer = await application.post(PATH, params=query, data=body.encode())
    assert answer.status == 403


async def test_a_forged_signature_is_refused(application: Client) -> None:
    query = {"msg_signature": "0" * 40, "timestamp": AT, "nonce": "n1", "echostr": "x"}
    assert (await application.get(PATH, params=query)).status == 403


async def test_without_an_application_there_is_no_callback(client: Client) -> None:
    assert (await client.get(PATH)).status == 404
