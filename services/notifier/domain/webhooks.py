"""Tell other systems what happens: whom, of what, how often again, and when no longer."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address
from typing import ClassVar, Final
from urllib.parse import urlsplit

from shared.contracts.phone import Phone
from shared.kernel.aggregate import Aggregate
from shared.kernel.errors import Invalid, Missing

EVERYTHING: Final = "*"
AGAIN: Final = (
    *(timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30)),
    *(timedelta(hours=2), timedelta(hours=5), timedelta(hours=10), timedelta(hours=14)),
    *(timedelta(hours=20), timedelta(hours=24)),
)
ATTEMPT: Final = timedelta(seconds=60)
PATIENCE: Final = timedelta(days=5)
KEPT: Final = timedelta(days=30)
GONE: Final = 410
LONGEST_URL: Final = 500
PREFIX: Final = "whsec_"
Sealed = Phone  # sealed at rest by the same ring


class UnsafeAddress(Invalid):
    """The address is none that we may be sent to."""

    slug: ClassVar[str] = "unsafe-webhook"

    def __init__(self) -> None:
        super().__init__(
            "这个网址不能用来接收通知：请填写公网上以 https:// 开头的网址，不带用户名和密码。",
            (("url", "不能使用"),),
        )


class NoSuchHook(Missing):
    """There is no such webhook in the estate."""

    def __init__(self) -> None:
        super().__init__("没有找到这个推送地址，请刷新后再看。")


@dataclass(slots=True, kw_only=True)
class Hook(Aggregate):
    """A subscription: where to, of which events, whether with personal data, and how it goes."""

    url: str
    secret: Sealed
    kinds: tuple[str, ...]
    personal: bool
    made_by: str
    made_at: datetime
    active: bool = True
    failing_since: datetime | None = None
    ended_because: str | None = None

    def wants(self, kind: str) -> bool:
        """Tell whether an event of this type is to be told."""
        return self.active and (EVERYTHING in self.kinds or kind in self.kinds)

    def went_well(self) -> bool:
        """Note that a delivery arrived; tell whether that is news."""
        news, self.failing_since = self.failing_since is not None, None
        return news

    def went_wrong(self, at: datetime, status: int | None) -> bool:
        """Note that one did not; tell whether that is news: the first of a row, or the last."""
        if status == GONE:
            return self.end("gone")
        if self.failing_since is None:
            self.failing_since = at
            return True
        return at - self.failing_since >= PATIENCE and self.end("failing")

    def end(self, why: str) -> bool:
        """Tell nothing more."""
        news, self.active, self.ended_because = self.active, False, why
        return news

    def resume(self) -> None:
        """Begin to tell again."""
        self.active, self.ended_because, self.failing_since = True, None, None


class State(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    ARRIVED = "arrived"
    FAILED = "failed"


@dataclass(slots=True, kw_only=True)
class Delivery(Aggregate):
    """One event for one hook; ``body`` is what is sent, phone numbers in it sealed.

    ``owners`` are those whose particulars it holds.
    """

    hook_id: str
    event_id: str
    kind: str
    body: str
    at: datetime
    forget_at: datetime
    next_at: datetime | None
    state: State = State.WAITING
    tries: int = 0
    status: int | None = None
    owners: tuple[str, ...] = ()

    def begin(self, now: datetime) -> None:
        """Begin an attempt; who crashes in the midst of it leaves it to be tried again."""
        self.tries += 1
        self.next_at = now + ATTEMPT

    def arrived(self, status: int) -> None:
        """Note that it was taken."""
        self.state, self.status, self.next_at = State.ARRIVED, status, None

    def failed(self, now: datetime, status: int | None) -> None:
        """Note that it was not: try later, ever later, until there is no more later."""
        self.status = status
        if self.tries > len(AGAIN):
            self.state, self.next_at = State.FAILED, None
        else:
            self.next_at = now + AGAIN[self.tries - 1]

    def give_up(self) -> None:
        """Try no more, since its hook has ended."""
        self.state, self.next_at = State.FAILED, None

    def replay(self, now: datetime) -> None:
        """Send it once more, whatever became of it."""
        self.state, self.tries, self.next_at = State.WAITING, 0, now

    def forget(self, at: datetime) -> None:
        """Hold nothing of anybody any more; the database drops what is left."""
        self.body, self.owners, self.forget_at = "", (), at
        if self.state is State.WAITING:
            self.give_up()


def check_address(url: str, *, private: bool) -> None:
    """Raise ``UnsafeAddress`` unless ``url`` may be called; names are looked at on connecting."""
    try:
        parts = urlsplit(url)
        plain = parts.hostname is not None and parts.username is None and parts.port != 0
    except ValueError as error:
        raise UnsafeAddress from error
    schemes = {"https", "http"} if private else {"https"}
    fit = plain and parts.scheme in schemes and len(url) <= LONGEST_URL
    if not fit or not url.isascii() or not url.isprintable() or " " in url:
        raise UnsafeAddress
    if not private and not is_public(parts.hostname or ""):
        raise UnsafeAddress


def is_public(host: str) -> bool:
    """Tell whether an address is out in the world; names are taken for it until looked up."""
    try:
        address = ip_address(host.strip("[]"))
    except ValueError:
        return host not in {"localhost"} and "." in host
    mapped = getattr(address, "ipv4_mapped", None) or address
    return mapped.is_global and not mapped.is_multicast


def signed(secret: str, event_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the headers of Standard Webhooks: id, timestamp, and the HMAC of both and the body."""
    stamp = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.new(key, f"{event_id}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": event_id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }
