"""Owners bind their WeChat and talk to the desk, which answers and goes through their groups."""

import re
from dataclasses import dataclass, field

from aiohttp import ClientSession

from tests.support.caller import Caller, Json, owner, person, staff
from tests.support.eventually import eventually
from tests.support.installation import Installation
from tests.support.platform import Platform, call
from tests.support.ways_in import CLERK

HOUSEHOLD = person("households.csv", "owner_id", "o009")


@dataclass(slots=True)
class Chat:
    """Somebody's chat with the official account."""

    door: ClientSession
    platform: Platform
    openid: str
    number: int = field(default=880_000)

    async def say(self, text: str) -> str:
        """Say something; return what the account answers."""
        self.number += 1
        said = self.platform.says(self.openid, text, str(self.number))
        return self.platform.words(await call(Caller(self.door), self.platform.sealed(said)))


async def sent_to(hudong: Installation, door: ClientSession, to: str, outlet: str) -> list[str]:
    """Return the texts that the provider took for an address."""
    found = await Caller(door).get(f"{hudong.sandbox}/messages", to=to, outlet=outlet)
    return [one["text"] for one in found.json["messages"]]


async def test_a_room_code_binds_and_the_chat_then_takes_requests(
    door: ClientSession, hudong: Installation
) -> None:
    chat = Chat(door, Platform(hudong.place.keys), "oRoom-1")
    clerk = await staff(door, hudong, CLERK)
    made = (await clerk.post("/api/v1/desk/room-codes", {"owner_id": "o009"})).json
    assert "绑定成功" in await chat.say(f"绑定 {made['code']}")

    async def takes_requests() -> bool:
        return "已收到您的诉求" in await chat.say("楼道的灯坏了")

    await eventually(takes_requests)
    seen = (await clerk.get("/api/v1/desk/owners/o009/history")).json
    assert (seen["wechat_bound"], seen["open"][0]["text"]) == (True, "楼道的灯坏了")


async def test_phone_and_code_bind_and_unbinding_ends_it(
    door: ClientSession, hudong: Installation
) -> None:
    phone = person("households.csv", "owner_id", "o010")["phone"]
    chat = Chat(door, Platform(hudong.place.keys), "oPhone-1", 881_000)
    assert "验证码" in await chat.say(f"绑定 {phone}")
    codes: list[str] = []

    async def came() -> bool:
        texts = await sent_to(hudong, door, phone, "sms")
        codes[:] = [one for text in texts for one in re.findall(r"\d{6}", text)]
        return bool(codes)

    await eventually(came)
    assert "绑定成功" in await chat.say(codes[-1])

    async def unbound() -> bool:
        return "已解除绑定" in await chat.say("解绑")

    await eventually(unbound)


async def test_a_question_is_answered_in_the_chat_it_came_from(
    door: ClientSession, hudong: Installation
) -> None:
    openid = person("households.csv", "owner_id", "o002")["wechat_openid"]
    chat = Chat(door, Platform(hudong.place.keys), openid, 882_000)
    assert "已转给客服" in await chat.say("请问物业费怎么交?")
    clerk = await staff(door, hudong, CLERK)
    page = (await clerk.get("/api/v1/desk/conversations")).json
    talk: Json = next(one for one in page["items"] if one.get("owner_id") == "o002")
    path = f"/api/v1/desk/conversations/{talk['conversation_id']}/answers"
    await clerk.post(path, {"text": "在公众号里点“缴费”就可以。"})

    async def came() -> bool:
        return any("点“缴费”" in one for one in await sent_to(hudong, door, openid, "wechat"))

    await eventually(came)


async def test_a_question_in_the_app_is_answered_in_the_app(
    door: ClientSession, hudong: Installation
) -> None:
    teller = await owner(door, hudong, HOUSEHOLD["phone"])
    made = (await teller.post("/api/v1/app/conversations", {"text": "几点开门?"})).json
    clerk = await staff(door, hudong, CLERK)
    path = f"/api/v1/desk/conversations/{made['conversation_id']}/answers"
    await clerk.post(path, {"text": "八点半。"})

    async def came() -> bool:
        shown = (await teller.get("/api/v1/inbox")).json["messages"]
        return any("八点半" in one["text"] for one in shown)

    await eventually(came)


async def test_a_pasted_chat_becomes_a_request_whose_first_responder_is_the_clerk(
    door: ClientSession, hudong: Installation
) -> None:
    home = HOUSEHOLD
    remark = f"{home['building']}-{home['unit']}-{home['room']} {home['name']}"
    clerk = await staff(door, hudong, CLERK)
    chat = f"{remark} 9:12\n单元门禁刷卡没反应\n老陈 9:13\n谢谢\n"
    paste = (await clerk.post("/api/v1/desk/paste", {"text": chat})).json
    [one] = [one for one in paste["candidates"] if not one.get("chatter")]
    path = f"/api/v1/desk/paste/{paste['paste_id']}/candidates/{one['id']}/confirm"
    taken = (await clerk.post(path, {})).json

    async def routed() -> bool:
        found = await clerk.get(f"/api/v1/requests/{taken['request_id']}")
        return found.status == 200 and found.json["first_responder"] == CLERK

    await eventually(routed)
    assert one["owner_id"] == "o009"
