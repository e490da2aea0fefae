"""Let administrators have other systems told what happens, and send it again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated, Final

from aiohttp import web
from pydantic import Field, StringConstraints

from services.notifier.domain.webhooks import EVERYTHING, KEPT, Delivery, Hook
from services.notifier.handlers import webhooks
from services.notifier.handlers.webhooks import HookWork, Wanted
from shared.contracts.envelope import Cause
from shared.contracts.words import Role
from shared.kernel.errors import Invalid
from shared.web.audit import note
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Form, Routes, Sometime, View, cause_of, operation

routes = Routes()
HOOKS: Final[web.AppKey[Callable[[Cause], HookWork]]] = web.AppKey("hooks")
KINDS: Final = web.AppKey("hook-kinds", tuple[str, ...])
ADMIN: Final = frozenset({Role.ADMIN})
PATH: Final = "/api/v1/webhooks"
ONE: Final = f"{PATH}/{{hook_id}}"
Short = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class MakeHook(Form):
    """Where to, of which event types (``*``: of all), and whether with people's particulars."""

    url: Annotated[str, StringConstraints(min_length=8, max_length=500)]
    events: Annotated[tuple[Short, ...], Field(min_length=1, max_length=60)]
    personal: bool = False


class Span(Form):
    """Which deliveries: those of a time, by default the last day's."""

    since: Sometime | None = None
    until: Sometime | None = None


class Again(Span):
    """Which to send again: the named ones of the span, or all of it."""

    deliveries: Annotated[tuple[Short, ...], Field(max_length=100)] = ()


class HookView(View):
    """A webhook; ``secret`` is shown once, on being made."""

    hook_id: str
    url: str
    events: tuple[str, ...]
    personal: bool
    active: bool
    made_at: datetime
    failing_since: datetime | None = None
    ended_because: str | None = None
    secret: str | None = None


class Hooks(View):
    """The estate's webhooks, and the event types that there are."""

    items: list[HookView]
    events: list[str]


class DeliveryView(View):
    """What was sent, and what became of it."""

    delivery_id: str
    event_id: str
    event: str
    at: datetime
    state: str
    tries: int
    status: int | None = None
    next_at: datetime | None = None


class Deliveries(View):
    """A span's deliveries, the newest first; ``until`` of the next page, if there is one."""

    items: list[DeliveryView]
    until: datetime | None = None


class Replayed(View):
    """How many are sent again."""

    count: int


@routes.post(PATH)
@operation(roles=ADMIN, status=201, headers=REPEATABLE)
async def make(request: web.Request, who: Principal, form: MakeHook) -> HookView:
    """Have another system told; the answer alone holds the secret that signs what it is told."""
    known = request.app[KINDS]
    unknown = [one for one in form.events if one not in known and one != EVERYTHING]
    if unknown:
        reason = f"没有这种事件：{'、'.join(unknown)}"
        raise Invalid("事件类型有误，请对照列表里的 events 填写。", (("events", reason),))
    wanted = Wanted(url=form.url, kinds=form.events, personal=form.personal)
    hook = await webhooks.make(wanted, who.id, _work(request, who))
    await note(request, who, "webhook.made", hook.id, personal=str(form.personal).lower())
    return _view(hook, hook.secret)


@routes.get(PATH)
@operation(roles=ADMIN)
async def index(request: web.Request, who: Principal) -> Hooks:
    """List the estate's webhooks."""
    found, kinds = await _work(request, who).lists.hooks(who.estate), request.app[KINDS]
    return Hooks(items=[_view(one) for one in found], events=[*kinds])


@routes.delete(ONE)
@operation(roles=ADMIN, headers=REPEATABLE)
async def end(request: web.Request, who: Principal, hook_id: str) -> None:
    """Tell that system nothing more."""
    await webhooks.switch(hook_id, _work(request, who), on=False)
    await note(request, who, "webhook.ended", hook_id)


@routes.post(f"{ONE}/resume")
@operation(roles=ADMIN, headers=REPEATABLE)
async def resume(request: web.Request, who: Principal, hook_id: str) -> HookView:
    """Go on telling, after it was ended by hand or by long failure."""
    hook = await webhooks.switch(hook_id, _work(request, who), on=True)
    await note(request, who, "webhook.resumed", hook_id)
    return _view(hook)


@routes.post(f"{ONE}/test")
@operation(roles=ADMIN, status=201, headers=REPEATABLE)
async def test(request: web.Request, who: Principal, hook_id: str) -> DeliveryView:
    """Send ``webhook.test`` to see whether it arrives; signed and tried again as any other."""
    made = await webhooks.test(hook_id, _work(request, who))
    await note(request, who, "webhook.tested", hook_id)
    return _delivery(made)


@routes.get(f"{ONE}/deliveries")
@operation(roles=ADMIN)
async def deliveries(request: web.Request, who: Principal, hook_id: str, query: Span) -> Deliveries:
    """List what was sent, and what became of it."""
    found = await _found(request, who, hook_id, query)
    return Deliveries(
        items=[_delivery(one) for one in found], until=found[-1].at if len(found) > 1 else None
    )


@routes.post(f"{ONE}/replay")
@operation(roles=ADMIN, headers=REPEATABLE)
async def replay(request: web.Request, who: Principal, hook_id: str, form: Again) -> Replayed:
    """Send again, under the same ids, what was sent within thirty days."""
    found = await _found(request, who, hook_id, form)
    chosen = [one for one in found if not form.deliveries or one.id in form.deliveries]
    count = await webhooks.replay(hook_id, chosen, _work(request, who))
    await note(request, who, "webhook.replayed", hook_id, count=str(count))
    return Replayed(count=count)


async def _found(request: web.Request, who: Principal, hook_id: str, span: Span) -> list[Delivery]:
    work = _work(request, who)
    await webhooks.found(hook_id, work)
    until = span.until or work.now + timedelta(minutes=1)
    since = max(span.since or until - timedelta(days=1), work.now - KEPT)
    return list(await work.lists.of_hook(hook_id, since, until))


def _work(request: web.Request, who: Principal) -> HookWork:
    return request.app[HOOKS](cause_of(request, who))


def _view(hook: Hook, secret: str | None = None) -> HookView:
    return HookView(
        hook_id=hook.id,
        url=hook.url,
        events=hook.kinds,
        personal=hook.personal,
        active=hook.active,
        made_at=hook.made_at,
        failing_since=hook.failing_since,
        ended_because=hook.ended_because,
        secret=secret,
    )


def _delivery(one: Delivery) -> DeliveryView:
    return DeliveryView(
        delivery_id=one.id,
        event_id=one.event_id,
        event=one.kind,
        at=one.at,
        state=one.state,
        tries=one.tries,
        status=one.status,
        next_at=one.next_at,
    )
