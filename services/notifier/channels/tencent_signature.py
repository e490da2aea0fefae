"""Sign requests to Tencent Cloud: TC3-HMAC-SHA256 (签名方法 v3)."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

ALGORITHM: Final = "TC3-HMAC-SHA256"


@dataclass(slots=True, frozen=True, kw_only=True)
class Call:
    """One POST: ``headers`` are those that are signed, ``at`` seconds since 1970."""

    service: str
    headers: Mapping[str, str]
    body: bytes
    at: int

    @property
    def date(self) -> str:
        """Return the day in UTC; the one in Shanghai fails until eight in the morning."""
        return f"{datetime.fromtimestamp(self.at, UTC):%Y-%m-%d}"


def authorization(call: Call, secret_id: str, secret_key: str) -> str:
    """Return the Authorization header of a call."""
    headers = {name.lower(): value.lower().strip() for name, value in call.headers.items()}
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    names = ";".join(sorted(headers))
    payload = hashlib.sha256(call.body).hexdigest()
    canonical = "\n".join(("POST", "/", "", lines, names, payload))
    scope = f"{call.date}/{call.service}/tc3_request"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    to_sign = "\n".join((ALGORITHM, str(call.at), scope, digest))
    signature = _hmac(_key(call, secret_key), to_sign).hex()
    return (
        f"{ALGORITHM} Credential={secret_id}/{scope}, SignedHeaders={names}, Signature={signature}"
    )


def _key(call: Call, secret_key: str) -> bytes:
    key = f"TC3{secret_key}".encode()
    for part in (call.date, call.service, "tc3_request"):
        key = _hmac(key, part)
    return key


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
