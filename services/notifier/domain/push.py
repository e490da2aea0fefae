"""Know a browser that a person has let us push to."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar, Final
from urllib.parse import urlsplit

from shared.kernel.errors import Refused

SERVICES: Final = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    ".notify.windows.com",
    ".push.apple.com",
)


class StrangeEndpoint(Refused):
    """The address is no push service's: we would be sent to call whatever somebody names."""

    slug: ClassVar[str] = "not-a-push-service"


@dataclass(slots=True, frozen=True, kw_only=True)
class Subscription:
    """A browser's address at its push service, and the keys that only it can open with."""

    endpoint: str
    p256dh: str
    auth: str


def check(subscription: Subscription, services: Collection[str] = SERVICES) -> None:
    """Raise ``StrangeEndpoint`` unless a known push service stands behind the address."""
    url = urlsplit(subscription.endpoint)
    host = url.hostname or ""
    known = any(host == name or (name[0] == "." and host.endswith(name)) for name in services)
    if url.scheme != "https" or not known or url.username is not None or url.port:
        raise StrangeEndpoint(
            "这个浏览器的推送服务不在允许的名单内，请换一个浏览器，或使用短信、微信通知。"
        )
