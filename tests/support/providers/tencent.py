"""Tencent Cloud's SMS as its documents describe it: TC3-HMAC-SHA256, SendSms, pulled reports."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from tests.support.providers.base import Fault, Provider, Taken

SECRET_ID = "AKIDtest"
SECRET_KEY = "test-secret-key"
APP_ID = "1400006666"
SIGNED = re.compile(
    r"TC3-HMAC-SHA256 Credential=([^/]+)/([0-9-]{10})/sms/tc3_request, "
    r"SignedHeaders=([^,]+), Signature=([0-9a-f]{64})"
)
LOCAL = ZoneInfo("Asia/Shanghai")
REPORT = {"delivered": "SUCCESS", "failed": "FAIL"}


@dataclass(slots=True)
class Tencent(Provider):
    """Takes SMS; of what has no report yet it says nothing when asked."""

    def app(self) -> web.Application:
        """Return its one door."""
        app = web.Application()
        app.router.add_post("/", self.answer)
        return app

    async def answer(self, request: web.Request) -> web.Response:
        """Answer an operation; what is refused is refused with 200."""
        fault, body = self.next_fault(), await request.read()
        wrong = self.wrong_with(request, body)
        if wrong:
            return _error(wrong)
        if fault and not fault.takes and (answer := await self._refuse(fault)):
            return answer
        act = {"SendSms": self._send, "PullSmsSendStatusByPhoneNumber": self._pull}
        answer = act[request.headers["X-TC-Action"]](await request.json(), fault)
        return await self.stumble(fault) or answer

    async def _refuse(self, fault: Fault) -> web.Response | None:
        whole = ("AuthFailure", "RequestLimitExceeded", "InternalError", "UnauthorizedOperation")
        if fault.code.startswith(whole):
            return _error(fault.code)
        return await self.stumble(fault)

    def wrong_with(self, request: web.Request, body: bytes) -> str:
        """Return the error code for a request that is not signed right, empty if it is."""
        found = SIGNED.fullmatch(request.headers.get("Authorization", ""))
        if not found:
            return "AuthFailure.InvalidAuthorization"
        secret_id, date, names, signature = found.groups()
        if secret_id != SECRET_ID:
            return "AuthFailure.SecretIdNotFound"
        at = int(request.headers["X-TC-Timestamp"])
        if abs(self.clock().timestamp() - at) > 300:
            return "AuthFailure.SignatureExpire"
        if datetime.fromtimestamp(at, UTC).date().isoformat() != date:
            return "AuthFailure.SignatureFailure"
        headers = "".join(f"{n}:{request.headers[n].lower()}\n" for n in names.split(";"))
        digest = hashlib.sha256(body).hexdigest()
        canonical = f"POST\n/\n\n{headers}\n{names}\n{digest}"
        hashed = hashlib.sha256(canonical.encode()).hexdigest()
        to_sign = f"TC3-HMAC-SHA256\n{at}\n{date}/sms/tc3_request\n{hashed}"
        by_date = _sign(("TC3" + SECRET_KEY).encode(), date)
        expected = _sign(_sign(_sign(by_date, "sms"), "tc3_request"), to_sign).hex()
        return "" if expected == signature else "AuthFailure.SignatureFailure"

    def _send(self, asked: dict[str, Any], fault: Fault | None) -> web.Response:
        code = fault.code if fault and fault.code else "Ok"
        serial = f"5000:{len(self.taken) + 1}"
        to, token = asked["PhoneNumberSet"][0], asked["SessionContext"]
        if code == "Ok":
            values = {str(i): value for i, value in enumerate(asked["TemplateParamSet"], 1)}
            self.taken.append(Taken(token, to, asked["TemplateId"], values))
        sent = {"SerialNo": serial, "PhoneNumber": to, "Fee": 1, "SessionContext": token}
        return _said({"SendStatusSet": [{**sent, "Code": code, "Message": code, "IsoCode": "CN"}]})

    def _pull(self, asked: dict[str, Any], _: Fault | None) -> web.Response:
        found = [
            {
                "UserReceiveTime": f"{self.clock().astimezone(LOCAL):%Y-%m-%d %H:%M:%S}",
                "CountryCode": "86",
                "PhoneNumber": one.to,
                "SerialNo": f"5000:{number}",
                "ReportStatus": REPORT[one.report],
                "Description": "DELIVRD",
                "SessionContext": one.token,
            }
            for number, one in enumerate(self.taken, 1)
            if one.report and one.to == asked["PhoneNumber"]
        ]
        return _said({"PullSmsSendStatusSet": found})


def _sign(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _error(code: str) -> web.Response:
    return _said({"Error": {"Code": code, "Message": code}})


def _said(response: dict[str, object]) -> web.Response:
    return web.json_response({"Response": {**response, "RequestId": "r"}})
