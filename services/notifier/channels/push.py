"""Wake a person's browsers by Web Push (RFC 8030, 8291, 8292); the words wait in the inbox."""

import asyncio
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

import structlog
from py_vapid import Vapid02
from pywebpush import WebPusher, WebPushException

from services.notifier.channels.wire import Wire
from services.notifier.domain.push import Subscription
from services.notifier.ports import Found, Later, Parcel, Rejected, Subscriptions
from shared.kernel.errors import Unavailable

log = structlog.get_logger()
INBOX: Final = "inbox"
KEPT: Final = timedelta(days=1)
GOOD_FOR: Final = timedelta(hours=12)
TITLES: Final[Mapping[bool, str]] = {True: "紧急：物业有新消息", False: "物业有新消息"}
GONE: Final = frozenset({404, 410})


class Vapid:
    """Signs for one installation; a signature serves an origin for half a day."""

    def __init__(self, private_pem: bytes, subject: str, wire: Wire) -> None:
        self._key = Vapid02.from_pem(private_pem)
        self._subject = subject
        self._clock = wire.clock
        self._signed: dict[str, tuple[float, str]] = {}

    def header(self, endpoint: str) -> str:
        """Return the Authorization header for the push service behind an address."""
        url = urlsplit(endpoint)
        origin, now = f"{url.scheme}://{url.netloc}", self._clock().timestamp()
        until, header = self._signed.get(origin, (0.0, ""))
        if until - now < GOOD_FOR.total_seconds() / 2:
            until = now + GOOD_FOR.total_seconds()
            claims = {"sub": self._subject, "aud": origin, "exp": int(until)}
            header = str(self._key.sign(claims)["Authorization"])
            self._signed[origin] = (until, header)
        return header


class WebPush:
    """Knocks at every browser of a person; a second knock replaces the first (Topic, tag).

    The message is in the person's inbox whoever hears the knock, so a person without a browser is
    no failure: what must arrive goes to the next outlet unless the inbox is opened in time.
    """

    def __init__(self, wire: Wire, vapid: Vapid, subscriptions: Subscriptions) -> None:
        self._wire = wire
        self._vapid = vapid
        self._subscriptions = subscriptions

    async def send(self, parcel: Parcel) -> str:
        """Knock; raises ``Unavailable`` or ``Later`` only if no browser could be knocked at."""
        browsers = await self._subscriptions.of(parcel.estate, parcel.to)
        outcomes = await asyncio.gather(*(self._knock(one, parcel) for one in browsers))
        failures = [outcome for outcome in outcomes if outcome]
        if failures and len(failures) == len(browsers):
            raise failures[0]
        return INBOX

    async def find(self, parcel: Parcel) -> Found | None:
        """Say nothing: push services cannot be asked."""
        return None

    async def _knock(self, browser: Subscription, parcel: Parcel) -> Unavailable | None:
        try:
            await self._once(browser, parcel)
        except (Unavailable, Later) as error:
            return error
        except Rejected as error:
            log.warning("push.refused", notification=parcel.token, error=str(error))
        return None

    async def _once(self, browser: Subscription, parcel: Parcel) -> None:
        body = await asyncio.to_thread(_sealed, browser, parcel)
        answer = await self._wire.post(browser.endpoint, body, self._headers(browser, parcel))
        if answer.status in GONE:
            await self._subscriptions.drop(parcel.estate, parcel.to, browser.endpoint)
        elif answer.status >= 300:
            raise Rejected(f"{self._wire.name}: {answer.status}")

    def _headers(self, browser: Subscription, parcel: Parcel) -> dict[str, str]:
        return {
            "Authorization": self._vapid.header(browser.endpoint),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(int(KEPT.total_seconds())),
            "Urgency": "high" if parcel.urgent else "normal",
            "Topic": parcel.token.replace("-", "")[:32],
        }


def _sealed(browser: Subscription, parcel: Parcel) -> bytes:
    """Return the knock, sealed for one browser: a title and the message's id, no words of it."""
    keys = {"p256dh": browser.p256dh, "auth": browser.auth}
    knock = json.dumps({"id": parcel.token, "title": TITLES[parcel.urgent]}).encode()
    try:
        pusher = WebPusher({"endpoint": browser.endpoint, "keys": keys})
        return bytes(pusher.encode(knock, content_encoding="aes128gcm")["body"])
    except (WebPushException, ValueError) as error:
        raise Rejected("push: the browser's keys are broken") from error
