"""Send by Tencent Cloud's SMS (2021-01-11), and ask what became of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, Field

from services.notifier.channels.shanghai import moment
from services.notifier.channels.templates import Templates
from services.notifier.channels.tencent_codes import VERDICTS
from services.notifier.channels.tencent_signature import Call, authorization
from services.notifier.channels.verdicts import fail, judge
from services.notifier.channels.wire import Wire, read
from services.notifier.ports import Found, Parcel

VERSION: Final = "2021-01-11"
MOST: Final = 100
SETTLED: Final = timedelta(seconds=59)
_EARLIER: Final = timedelta(minutes=1)


@dataclass(slots=True, frozen=True, kw_only=True)
class Account:
    """Whose SMS it is; ``app_id`` is the SmsSdkAppId."""

    url: str
    secret_id: str
    secret_key: str
    app_id: str
    sign_name: str
    region: str = "ap-guangzhou"


class Fault(BaseModel):
    """What went wrong with the whole call."""

    code: str = Field(alias="Code")


class Response(BaseModel):
    """What every answer may hold."""

    error: Fault | None = Field(default=None, alias="Error")


class Sent(BaseModel):
    """What came of one number."""

    code: str = Field(alias="Code")
    serial: str = Field(default="", alias="SerialNo")


class SendResponse(Response):
    """The answer to SendSms."""

    all: tuple[Sent, ...] = Field(default=(), alias="SendStatusSet")


class Status(BaseModel):
    """What became of one message."""

    serial: str = Field(default="", alias="SerialNo")
    token: str = Field(default="", alias="SessionContext")
    report: str = Field(alias="ReportStatus")
    received: str = Field(default="", alias="UserReceiveTime")


class StatusResponse(Response):
    """The answer to PullSmsSendStatusByPhoneNumber."""

    all: tuple[Status, ...] | None = Field(default=None, alias="PullSmsSendStatusSet")


class SendAnswer(BaseModel):
    """The envelope of SendSms."""

    response: SendResponse = Field(alias="Response")


class StatusAnswer(BaseModel):
    """The envelope of PullSmsSendStatusByPhoneNumber."""

    response: StatusResponse = Field(alias="Response")


AnswerT = TypeVar("AnswerT", SendAnswer, StatusAnswer)


class TencentSms:
    """Tencent Cloud's SMS; our token travels as SessionContext.

    The provider tells of messages that have a report, not of those under way: an earlier attempt
    without one is taken for lost only when it is ``SETTLED`` old.
    """

    def __init__(self, wire: Wire, account: Account, templates: Templates) -> None:
        self._wire = wire
        self._account = account
        self._templates = templates

    async def send(self, parcel: Parcel) -> str:
        """Hand one message over; returns the provider's SerialNo."""
        template = self._templates.get(parcel.because)
        asked = {
            "PhoneNumberSet": [_e164(parcel.to)],
            "SmsSdkAppId": self._account.app_id,
            "SignName": self._account.sign_name,
            "TemplateId": template.id,
            "TemplateParamSet": list(template.fill(parcel).values()),
            "SessionContext": parcel.token,
        }
        answer = await self._call("SendSms", asked, SendAnswer)
        sent = next(iter(answer.response.all), Sent(Code="InternalError"))
        self._check(sent.code)
        return sent.serial

    async def find(self, parcel: Parcel) -> Found | None:
        """Look through the reports of the number since the row was made."""
        since = (parcel.since or self._wire.clock()) - _EARLIER
        asked = {
            "BeginTime": int(since.timestamp()),
            "Offset": 0,
            "Limit": MOST,
            "PhoneNumber": _e164(parcel.to),
            "SmsSdkAppId": self._account.app_id,
        }
        answer = await self._call("PullSmsSendStatusByPhoneNumber", asked, StatusAnswer)
        for status in answer.response.all or ():
            if parcel.token == status.token or (
                status.serial and status.serial == parcel.provider_id
            ):
                return _found(status)
        self._wire.settle(parcel, SETTLED)
        return None

    async def _call(self, action: str, asked: Mapping[str, object], kind: type[AnswerT]) -> AnswerT:
        body = json.dumps(asked, ensure_ascii=False).encode()
        at = int(self._wire.clock().timestamp())
        signed = {
            "Content-Type": "application/json; charset=utf-8",
            "Host": urlsplit(self._account.url).netloc,
            "X-TC-Action": action,
        }
        call = Call(service="sms", headers=signed, body=body, at=at)
        headers = {
            **signed,
            "Authorization": authorization(call, self._account.secret_id, self._account.secret_key),
            "X-TC-Timestamp": str(at),
            "X-TC-Version": VERSION,
            "X-TC-Region": self._account.region,
        }
        answer = read(
            kind, await self._wire.post(self._account.url, body, headers), self._wire.name
        )
        if answer.response.error:
            self._check(answer.response.error.code)
        return answer

    def _check(self, code: str) -> None:
        if code != "Ok":
            fail(self._wire.name, code, judge(VERDICTS, code), self._wire.clock)


def _e164(phone: str) -> str:
    return phone if phone.startswith("+") else f"+86{phone}"


def _found(status: Status) -> Found:
    arrived = status.report == "SUCCESS"
    return Found(
        provider_id=status.serial,
        delivered_at=moment(status.received) if arrived and status.received else None,
        failed=not arrived,
    )
