"""Take the receipts of SMS providers, which sign nothing: a secret in the path says who calls."""

import asyncio
import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from services.notifier.api.door import work_in
from services.notifier.api.receipts import ESTATE
from services.notifier.handlers import arriving
from shared.contracts.words import Outlet
from shared.kernel.errors import Invalid, Missing
from shared.kernel.ids import new_id
from shared.web.operation import Routes, View, operation

routes = Routes()
CALLBACK: Final = web.AppKey("callback_secret", bytes)
LOCAL: Final[web.AppKey[Callable[[str], datetime]]] = web.AppKey("local_time")
MOST: Final = 500
R = TypeVar("R", bound=BaseModel)


class Broken(Invalid):
    """The body is no list of receipts."""

    slug = "receipts-unreadable"

    def __init__(self) -> None:
        super().__init__("回执内容无法解读，请检查服务商控制台里的回执格式(JSON)。")


class AliyunReceipt(BaseModel):
    """One entry of SmsReport; ``out_id`` is our token."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    out_id: str = ""
    biz_id: str = ""
    success: bool
    report_time: str = ""


class TencentReceipt(BaseModel):
    """One entry of Tencent's callback; ``ext`` is our token where the account has it sent."""

    ext: str = ""
    sid: str = ""
    report_status: str
    user_receive_time: str = ""


class AliyunThanks(View):
    """What Alibaba Cloud takes for an acknowledgement."""

    code: int = 0
    msg: str = "接收成功"


class TencentThanks(View):
    """What Tencent Cloud takes for an acknowledgement."""

    result: int = 0
    errmsg: str = "OK"


@routes.post("/api/v1/receipts/aliyun/{token}")
@operation()
async def aliyun(request: web.Request, token: str) -> AliyunThanks:
    """Take what Alibaba Cloud pushes (SmsReport); all is noted before it is acknowledged."""
    found = await _read(request, token, TypeAdapter(tuple[AliyunReceipt, ...]))
    await _note(request, [(r.out_id, r.biz_id, r.success, r.report_time) for r in found])
    return AliyunThanks()


@routes.post("/api/v1/receipts/tencent/{token}")
@operation()
async def tencent(request: web.Request, token: str) -> TencentThanks:
    """Take what Tencent Cloud pushes; all is noted before it is acknowledged."""
    found = await _read(request, token, TypeAdapter(tuple[TencentReceipt, ...]))
    arrived = "SUCCESS"
    await _note(
        request, [(r.ext, r.sid, r.report_status == arrived, r.user_receive_time) for r in found]
    )
    return TencentThanks()


async def _read(
    request: web.Request, secret: str, kind: TypeAdapter[tuple[R, ...]]
) -> tuple[R, ...]:
    ours = request.app[CALLBACK]
    if not ours or not hmac.compare_digest(ours, secret.encode(errors="surrogateescape")):
        raise Missing("没有这个地址，请检查服务商控制台里的回执地址。")
    try:
        found = kind.validate_json(await request.read())
    except ValidationError as error:
        raise Broken from error
    return found[:MOST]


async def _note(request: web.Request, receipts: list[tuple[str, str, bool, str]]) -> None:
    """Note all; one that could not be noted makes the provider bring them again."""
    outcomes = await asyncio.gather(
        *(_note_one(request, *receipt) for receipt in receipts), return_exceptions=True
    )
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome


async def _note_one(
    request: web.Request, token: str, provider_id: str, delivered: bool, at: str
) -> None:
    work = work_in(request, new_id(), request.app[ESTATE])
    known = token or await arriving.token_of(Outlet.SMS, provider_id, work)
    await arriving.receipt(known, _moment(request, at, work.now), delivered, work)


def _moment(request: web.Request, local: str, now: datetime) -> datetime:
    try:
        return request.app[LOCAL](local)
    except ValueError:
        return now
