"""Ask for something through each channel, as its own clients do."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from shared.contracts.words import Channel
from tests.chaos.estate import Resident
from tests.chaos.line import Call
from tests.support.caller import Answer
from tests.support.platform import Platform
from tests.support.wechat import PATH

# Every category and urgency.
WORDS: Final = (
    "厨房水管爆裂,水漫到客厅了,快来人",
    "电梯困人了,里面有老人",
    "楼道灯不亮了,晚上看不见",
    "楼下垃圾桶满了没人收",
    "单元门禁坏了,陌生人随便进",
    "楼上半夜装修太吵,睡不着",
    "物业费账单好像算错了,请核对",
    "想申请一张访客停车卡",
    "洗手间天花板漏水",
    "小区花坛里的树枝断了",
)
_NUMBER: Final = re.compile(r"编号 ([0-9A-Z]{4}-[0-9A-Z]{4})")


@dataclass(slots=True, frozen=True, kw_only=True)
class Ask:
    """One thing asked for: ``waits`` is whom the receipt is for, ``make`` the same call again."""

    channel: Channel
    waits: str
    make: Callable[[], Call]
    number: Callable[[Answer], str | None]
    patience: float = 60.0


@dataclass(slots=True)
class Doors:
    """Makes what people ask for; headers are by person."""

    residents: tuple[Resident, ...]
    clerks: tuple[str, ...]
    headers: Mapping[str, Mapping[str, str]]
    platform: Platform
    chance: Random

    def ask(self, number: int, mark: str) -> Ask:
        """Return something that somebody asks for, through any channel."""
        text = f"{self.chance.choice(WORDS)}[{mark}]"
        door = self.chance.choice((self._app, self._wechat, self._desk))
        return door(number, text)

    def _app(self, number: int, text: str) -> Ask:
        owner = self.chance.choice(self.residents)
        headers = {**self.headers[owner.id], "Idempotency-Key": f"chaos-{number}"}
        call = Call(path="/api/v1/app/requests", headers=headers, json={"text": text})
        return Ask(channel=Channel.APP, waits=owner.id, make=lambda: call, number=_taken)

    def _desk(self, number: int, text: str) -> Ask:
        clerk = self.chance.choice(self.clerks)
        owner = self.chance.choice(self.residents)
        phone = f"137{number:07d}8"
        stranger = self.chance.random() < 0.3
        who = {"reporter": {"name": "访客", "phone": phone}} if stranger else {"owner_id": owner.id}
        headers = {**self.headers[clerk], "Idempotency-Key": f"chaos-{number}"}
        call = Call(path="/api/v1/desk/requests", headers=headers, json={"text": text, **who})
        return Ask(
            channel=Channel.DESK,
            waits=phone if stranger else owner.id,
            make=lambda: call,
            number=_taken,
        )

    def _wechat(self, number: int, text: str) -> Ask:
        owner = self.chance.choice([one for one in self.residents if one.openid])

        def make() -> Call:
            said = self.platform.says(owner.openid, text, f"7{number:08d}")
            sealed = self.platform.sealed(said)
            return Call(path=PATH, query=sealed.query, body=sealed.body, answered=5.0)

        return Ask(
            channel=Channel.WECHAT,
            waits=owner.id,
            make=make,
            number=self._said,
            patience=15.0,
        )

    def _said(self, answer: Answer) -> str | None:
        if answer.status != 200 or not answer.body.startswith(b"<"):
            return None
        found = _NUMBER.search(self.platform.words(answer))
        return found[1] if found else None


def _taken(answer: Answer) -> str | None:
    return str(answer.json["number"]) if answer.status in (200, 201) else None
