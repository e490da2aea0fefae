"""Alibaba Cloud's SMS as its documents describe it: ACS3-HMAC-SHA256, SendSms, QuerySendDetails."""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, quote
from zoneinfo import ZoneInfo

from aiohttp import web

from tests.support.providers.base import Fault, Provider, Taken

KEY_ID = "test-key-id"
SECRET = "test-key-secret"
SIGNED = re.compile(
    r"ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})"
)
LOCAL = ZoneInfo("Asia/Shanghai")
STATUS = {"": 1, "failed": 2, "delivered": 3}


@dataclass(slots=True)
class Aliyun(Provider):
    """Takes SMS, and refuses what is not signed as published."""

    nonces: set[str] = field(default_factory=set)
    sent_at: dict[str, datetime] = field(default_factory=dict)

    def app(self) -> web.Application:
        """Return its one door."""
        app = web.Application()
        app.router.add_post("/", self.answer)
        return app

    async def answer(self, request: web.Request) -> web.Response:
        """Answer an RPC operation."""
        fault = self.next_fault()
        wrong = self.wrong_with(request)
        if wrong:
            return _json({"Code": wrong, "Message": wrong, "RequestId": "r"}, 400)
        if fault and not fault.takes and (answer := await self._refuse(fault)):
            return answer
        act = {"SendSms": self._send, "QuerySendDetails": self._query}
        answer = act[request.headers["x-acs-action"]](request)
        stumble = await self.stumble(fault)
        return stumble or answer

    async def _refuse(self, fault: Fault) -> web.Response | None:
        if fault.code:
            said = {"Code": fault.code, "Message": fault.message, "RequestId": "r"}
            return _json(said, fault.status)
        return await self.stumble(fault)

    def wrong_with(self, request: web.Request) -> str:
        """Return the error code for a request that is not signed right, empty if it is.

        From the request as it came: the signed headers by name, the query sorted and encoded again.
        """
        found = SIGNED.fullmatch(request.headers.get("Authorization", ""))
        if not found:
            return "IncompleteSignature"
        key_id, names, signature = found.groups()
        if key_id != KEY_ID:
            return "InvalidAccessKeyId.NotFound"
        lines = [f"{name}:{request.headers[name].strip()}" for name in names.split(";")]
        pairs = parse_qsl(request.raw_path.partition("?")[2], keep_blank_values=True)
        encoded = sorted([quote(k, safe="~"), quote(v, safe="~")] for k, v in pairs)
        digest = request.headers["x-acs-content-sha256"]
        canonical = [request.method, "/", "&".join("=".join(pair) for pair in encoded)]
        canonical += [*lines, "", names, digest]
        hashed = hashlib.sha256("\n".join(canonical).encode()).hexdigest()
        to_sign = f"ACS3-HMAC-SHA256\n{hashed}".encode()
        expected = hmac.new(SECRET.encode(), to_sign, hashlib.sha256).hexdigest()
        if expected != signature:
            return "SignatureDoesNotMatch"
        return self._stale(request)

    def _stale(self, request: web.Request) -> str:
        at = datetime.fromisoformat(request.headers["x-acs-date"])
        if abs(self.clock() - at) > timedelta(minutes=15):
            return "InvalidTimeStamp.Expired"
        nonce = request.headers["x-acs-signature-nonce"]
        if nonce in self.nonces:
            return "SignatureNonceUsed"
        self.nonces.add(nonce)
        return ""

    def _send(self, request: web.Request) -> web.Response:
        query = request.query
        token = query["OutId"]
        values = json.loads(query["TemplateParam"])
        self.taken.append(Taken(token, query["PhoneNumbers"], query["TemplateCode"], values))
        self.sent_at[token] = self.clock()
        biz_id = f"{len(self.taken)}^0"
        return _json({"Code": "OK", "Message": "OK", "BizId": biz_id, "RequestId": "r"})

    def _query(self, request: web.Request) -> web.Response:
        query = request.query
        mine = [
            self._detail(one)
            for one in reversed(self.taken)
            if one.to == query["PhoneNumber"] and self._day(one) == query["SendDate"]
        ]
        size, page = int(query["PageSize"]), int(query["CurrentPage"])
        details = {"SmsSendDetailDTO": mine[(page - 1) * size : page * size]}
        said = {"Code": "OK", "Message": "OK", "TotalCount": len(mine), "RequestId": "r"}
        return _json({**said, "SmsSendDetailDTOs": details})

    def _day(self, one: Taken) -> str:
        return f"{self.sent_at[one.token].astimezone(LOCAL):%Y%m%d}"

    def _detail(self, one: Taken) -> dict[str, object]:
        at = f"{self.clock().astimezone(LOCAL):%Y-%m-%d %H:%M:%S}"
        arrived = {"ReceiveDate": at} if one.report == "delivered" else {}
        return {
            "PhoneNum": one.to,
            "SendStatus": STATUS[one.report],
            "ErrCode": one.report.upper(),
            "TemplateCode": one.name,
            "Content": "",
            "SendDate": at,
            "OutId": one.token,
            **arrived,
        }


def _json(body: Mapping[str, object], status: int = 200) -> web.Response:
    return web.json_response(body, status=status)
