"""The story speaks as the platform and the people do, and remembers who has logged in."""

import asyncio
from pathlib import Path

from wechatpy.crypto import WeChatCrypto

from deploy.story.doors import Call, Doors
from deploy.story.keyring import Keyring
from deploy.story.phones import Phones, code_in, link_in
from deploy.story.wechat import Platform

SECRETS = ("platform-token", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wx2c2769f8efd9abc2")
ANSWER = "<xml><Content><![CDATA[已收到您的诉求,编号 K7M2-Q4XA。]]></Content></xml>"


class Account(Doors):
    """An official account that opens and seals with wechatpy, the independent other side."""

    def __init__(self) -> None:
        self.heard = ""

    async def knock(self, call: Call) -> bytes:
        crypto = WeChatCrypto(*SECRETS)
        stamp = [call.query[name] for name in ("msg_signature", "timestamp", "nonce")]
        self.heard = crypto.decrypt_message((call.body or b"").decode(), *stamp)
        return str(crypto.encrypt_message(ANSWER, "n1", stamp[1])).encode()


class Logins(Doors):
    """A gateway that grants every log-in and notes which door was used."""

    def __init__(self) -> None:
        self.used: list[str] = []

    async def knock(self, call: Call) -> bytes:
        self.used.append(call.path.rpartition("/")[2])
        return b'{"access_token": "access", "refresh_token": "refresh"}'


def ring(folder: Path, doors: Doors) -> Keyring:
    passwords = folder / "staff_passwords.csv"
    passwords.write_text("username,password\nc01,secret\n")
    return Keyring(passwords, doors, Phones(doors))


async def test_an_official_account_in_safe_mode_understands_what_the_story_says() -> None:
    account = Account()
    await Platform(*SECRETS).say("厨房水管爆了", "o-1", "1001", account)
    assert "<![CDATA[厨房水管爆了]]>" in account.heard


async def test_the_story_understands_what_an_official_account_answers() -> None:
    said = await Platform(*SECRETS).say("厨房水管爆了", "o-1", "1001", Account())
    assert said == "已收到您的诉求,编号 K7M2-Q4XA。"


async def test_a_member_of_staff_logs_in_once_however_many_ask(tmp_path: Path) -> None:
    doors = Logins()
    keys = ring(tmp_path, doors)
    await asyncio.gather(*(keys.staff("c01") for _ in range(3)))
    assert doors.used == ["staff"]


async def test_the_second_story_goes_on_with_the_sessions_of_the_first(tmp_path: Path) -> None:
    await ring(tmp_path, Logins()).staff("c01")
    doors = Logins()
    await ring(tmp_path, doors).staff("c01")
    assert doors.used == ["refresh"]


async def test_saved_sessions_are_for_their_owners_eyes_only(tmp_path: Path) -> None:
    await ring(tmp_path, Logins()).staff("c01")
    assert (tmp_path / "story_sessions.json").stat().st_mode & 0o077 == 0


def test_a_code_is_read_off_a_message() -> None:
    assert code_in("您的登录验证码是 042137,5 分钟内有效") == "042137"


def test_a_link_is_followed_by_its_secret() -> None:
    assert link_in("请在明天前评价: http://127.0.0.1:18080/s/Ab_9-x") == "Ab_9-x"
