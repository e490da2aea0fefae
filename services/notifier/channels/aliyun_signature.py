"""Sign requests to Alibaba Cloud: ACS3-HMAC-SHA256 (V3版本请求体&签名机制)."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote

ALGORITHM: Final = "ACS3-HMAC-SHA256"


@dataclass(slots=True, frozen=True, kw_only=True)
class Call:
    """One call of an RPC operation: everything is in the query, the body is empty."""

    host: str
    action: str
    version: str
    query: Mapping[str, str]
    at: datetime
    nonce: str

    @property
    def query_string(self) -> str:
        """Return the query in the one order and spelling that is signed."""
        pairs = sorted((_quoted(name), _quoted(value)) for name, value in self.query.items())
        return "&".join(f"{name}={value}" for name, value in pairs)


def signed(call: Call, key_id: str, secret: str) -> dict[str, str]:
    """Return the headers of a call, with its signature."""
    headers = {
        "host": call.host,
        "x-acs-action": call.action,
        "x-acs-content-sha256": _sha256(""),
        "x-acs-date": f"{call.at:%Y-%m-%dT%H:%M:%SZ}",
        "x-acs-signature-nonce": call.nonce,
        "x-acs-version": call.version,
    }
    names = ";".join(headers)
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
    canonical = "\n".join(("POST", "/", call.query_string, lines, names, _sha256("")))
    to_sign = f"{ALGORITHM}\n{_sha256(canonical)}"
    signature = hmac.new(secret.encode(), to_sign.encode(), hashlib.sha256).hexdigest()
    credential = f"{ALGORITHM} Credential={key_id},SignedHeaders={names},Signature={signature}"
    return {**headers, "Authorization": credential}


def _quoted(text: str) -> str:
    return quote(text, safe="-_.~")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
