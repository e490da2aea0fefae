"""Send by Alibaba Cloud's SMS (短信服务, dysmsapi 2017-05-25), and ask what became of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field

from services.notifier.channels.aliyun_codes import LIMITED, LIMITS_MET, VERDICTS
from services.notifier.channels.aliyun_signature import Call, signed
from services.notifier.channels.shanghai import LOCAL, moment
from services.notifier.channels.templates import Templates
from services.notifier.channels.verdicts import Verdict, fail, judge
from services.notifier.channels.wire import Wire, read
from services.notifier.ports import Found, Parcel

VERSION: Final = "2017-05-25"
PAGE: Final = 50
PAGES: Final = 3
SETTLED: Final = timedelta(seconds=15)
FAILED: Final = 2
ARRIVED: Final = 3


@dataclass(slots=True, frozen=True, kw_only=True)
class Account:
    """Whose SMS it is; ``sign_name`` is the approved signature (签名)."""

    url: str
    key_id: str
    secret: str
    sign_name: str


class Sent(BaseModel):
    """The answer to SendSms, and to whatever went wrong."""

    code: str = Field(alias="Code")
    message: str = Field(default="", alias="Message")
    biz_id: str = Field(default="", alias="BizId")


class Detail(BaseModel):
    """What became of one message."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    status: int = Field(alias="SendStatus")
    token: str = Field(default="", alias="OutId")
    received: str = Field(default="", alias="ReceiveDate")


class Details(BaseModel):
    """The list inside the answer."""

    all: tuple[Detail, ...] = Field(default=(), alias="SmsSendDetailDTO")


class Queried(Sent):
    """The answer to QuerySendDetails."""

    total: int = Field(default=0, alias="TotalCount")
    details: Details = Field(default=Details(), alias="SmsSendDetailDTOs")


SentT = TypeVar("SentT", bound=Sent)


class AliyunSms:
    """Alibaba Cloud's SMS; our token travels as OutId, by which a message is found again."""

    def __init__(self, wire: Wire, account: Account, templates: Templates) -> None:
        self._wire = wire
        self._account = account
        self._templates = templates

    async def send(self, parcel: Parcel) -> str:
        """Hand one message over; returns the provider's BizId."""
        template = self._templates.get(parcel.because)
        query = {
            "PhoneNumbers": parcel.to,
            "SignName": self._account.sign_name,
            "TemplateCode": template.id,
            "TemplateParam": json.dumps(template.fill(parcel), ensure_ascii=False),
            "OutId": parcel.token,
        }
        return (await self._call("SendSms", query, Sent)).biz_id

    async def find(self, parcel: Parcel) -> Found | None:
        """Look through what went to the number on the days since the row was made."""
        for day in _days(parcel.since or self._wire.clock(), self._wire.clock()):
            if found := await self._on(day, parcel):
                return _found(found, parcel)
        self._wire.settle(parcel, SETTLED)
        return None

    async def _on(self, day: str, parcel: Parcel) -> Detail | None:
        query = {"PhoneNumber": parcel.to, "SendDate": day, "PageSize": str(PAGE)}
        for page in range(1, PAGES + 1):
            asked = {**query, "CurrentPage": str(page)}
            answer = await self._call("QuerySendDetails", asked, Queried)
            for detail in answer.details.all:
                if detail.token == parcel.token:
                    return detail
            if page * PAGE >= answer.total:
                return None
        return None

    async def _call(self, action: str, query: Mapping[str, str], kind: type[SentT]) -> SentT:
        call = Call(
            host=urlsplit(self._account.url).netloc,
            action=action,
            version=VERSION,
            query=query,
            at=self._wire.clock(),
            nonce=uuid4().hex,
        )
        headers = signed(call, self._account.key_id, self._account.secret)
        url = f"{self._account.url.rstrip('/')}/?{call.query_string}"
        answer = read(kind, await self._wire.post(url, b"", headers), self._wire.name)
        if answer.code != "OK":
            fail(self._wire.name, answer.code, _verdict(answer), self._wire.clock)
        return answer


def _days(since: datetime, now: datetime) -> tuple[str, ...]:
    first, last = since.astimezone(LOCAL).date(), now.astimezone(LOCAL).date()
    count = min((last - first).days, 2) + 1
    return tuple(f"{last - timedelta(days=back):%Y%m%d}" for back in range(count))


def _found(detail: Detail, parcel: Parcel) -> Found:
    arrived = detail.status == ARRIVED and bool(detail.received)
    return Found(
        provider_id=parcel.provider_id or parcel.token,
        delivered_at=moment(detail.received) if arrived else None,
        failed=detail.status == FAILED,
    )


def _verdict(answer: Sent) -> Verdict:
    if answer.code == LIMITED:
        met = (verdict for words, verdict in LIMITS_MET.items() if words in answer.message)
        return next(met, VERDICTS[LIMITED])
    return judge(VERDICTS, answer.code)
