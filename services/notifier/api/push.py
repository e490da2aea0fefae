"""Let people say which of their browsers may be pushed to."""

from dataclasses import dataclass
from typing import Annotated, Final

from aiohttp import web
from pydantic import StringConstraints

from services.notifier.api.door import PEOPLE, work_of
from services.notifier.domain.push import Subscription, check
from services.notifier.handlers import pushes
from shared.kernel.errors import Missing
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Form, Routes, View, operation

routes = Routes()
Endpoint = Annotated[str, StringConstraints(min_length=10, max_length=1000)]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{16,128}={0,2}$")]


@dataclass(slots=True, frozen=True, kw_only=True)
class Terms:
    """What browsers are told and held to; ``public_key`` is what they subscribe with."""

    public_key: str
    services: tuple[str, ...]


TERMS: Final[web.AppKey[Terms | None]] = web.AppKey("push_terms")


class NotOffered(Missing):
    """The installation has no key to push with."""

    slug = "push-not-configured"

    def __init__(self) -> None:
        super().__init__("本小区没有启用网页推送，请使用微信或短信通知。")


class Keys(Form):
    """The browser's keys, as ``PushSubscription.toJSON()`` gives them."""

    p256dh: Key
    auth: Key


class Browser(Form):
    """A browser's subscription."""

    endpoint: Endpoint
    keys: Keys


class Gone(Form):
    """A browser that is no longer to be pushed to."""

    endpoint: Endpoint


class Offer(View):
    """What to subscribe with: ``applicationServerKey``."""

    public_key: str


@routes.get("/api/v1/preferences/push")
@operation(roles=PEOPLE)
async def offer(request: web.Request, who: Principal) -> Offer:
    """Show the key that a browser subscribes with."""
    return Offer(public_key=_terms(request).public_key)


@routes.post("/api/v1/preferences/push")
@operation(roles=PEOPLE, headers=REPEATABLE)
async def subscribe(request: web.Request, who: Principal, form: Browser) -> None:
    """Let one of one's own browsers be pushed to; a repeat changes nothing."""
    browser = Subscription(endpoint=form.endpoint, p256dh=form.keys.p256dh, auth=form.keys.auth)
    check(browser, _terms(request).services)
    await pushes.subscribe(who.id, browser, work_of(request, who))


@routes.delete("/api/v1/preferences/push")
@operation(roles=PEOPLE)
async def unsubscribe(request: web.Request, who: Principal, form: Gone) -> None:
    """Stop pushing to one of one's own browsers."""
    await pushes.unsubscribe(who.id, form.endpoint, work_of(request, who))


def _terms(request: web.Request) -> Terms:
    terms = request.app[TERMS]
    if terms is None:
        raise NotOffered
    return terms
