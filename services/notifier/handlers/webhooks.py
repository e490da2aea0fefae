"""Put what happened before the hooks that want it, and see each delivery through."""

import re
import secrets
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

import orjson

from services.notifier.domain.webhook_payload import owners_in, payload_of
from services.notifier.domain.webhooks import (
    KEPT,
    PREFIX,
    Delivery,
    Hook,
    NoSuchHook,
    check_address,
    signed,
)
from shared.contracts.envelope import Cause
from shared.contracts.event import Event
from shared.contracts.phone import SEALED, opened
from shared.kernel.errors import Conflict, Refused, Unavailable
from shared.kernel.ids import derived_id, new_id
from shared.store.port import Repository

_NUMBER: Final = re.compile(rf'"({SEALED}[^"]+)"')
MOST_HOOKS: Final = 20
TEST: Final = "webhook.test"


class TooManyHooks(Refused):
    """The estate has as many webhooks as one may have."""

    slug = "too-many-webhooks"

    def __init__(self) -> None:
        super().__init__(f"一个小区最多 {MOST_HOOKS} 个推送地址，请先删去不用的。")


class HookEnded(Refused):
    """Nothing is told to a webhook that has ended."""

    slug = "webhook-ended"

    def __init__(self) -> None:
        super().__init__("这个推送地址已经停用，请先恢复再测试。")


class HookLists(Protocol):
    """Finds hooks and deliveries otherwise than by id."""

    async def hooks(self, estate: str) -> Sequence[Hook]:
        """Return an estate's hooks, at most some seconds old."""
        ...

    async def due(self, now: datetime) -> Sequence[Delivery]:
        """Return deliveries of any estate whose moment has come."""
        ...

    async def of_hook(self, hook_id: str, since: datetime, until: datetime) -> Sequence[Delivery]:
        """Return a hook's deliveries of a span, the newest first, at most a page."""
        ...

    async def speaking_of(self, estate: str, owner_id: str) -> Sequence[Delivery]:
        """Return the deliveries that hold an owner's particulars."""
        ...

    def forget(self) -> None:
        """Ask the database again: a hook has changed."""
        ...


@dataclass(slots=True, frozen=True, kw_only=True)
class HookWork:
    """Everything that the handlers of webhooks may touch, bound to one cause.

    ``under`` opens the repositories under another cause, for a save that stands for itself;
    ``post`` hands a body over and returns the status that was answered.
    """

    cause: Cause
    hooks: Repository[Hook]
    deliveries: Repository[Delivery]
    lists: HookLists
    under: Callable[[Cause], "HookWork"]
    post: Callable[[str, bytes, Mapping[str, str]], Awaitable[int]]
    private: bool

    @property
    def now(self) -> datetime:
        """The moment at which this work began."""
        return self.cause.at

    def apart(self, at: datetime) -> "HookWork":
        """Return work for one more save, under a cause of its own."""
        identity = new_id()
        cause = Cause(id=identity, estate=self.cause.estate, at=at, correlation=identity)
        return self.under(cause)


@dataclass(slots=True, frozen=True, kw_only=True)
class Wanted:
    """What a hook is asked to be."""

    url: str
    kinds: tuple[str, ...]
    personal: bool


async def tell_hooks(event: Event, work: HookWork) -> None:
    """Write down a delivery for each hook that wants the event; twice is once."""
    for hook in await work.lists.hooks(work.cause.estate):
        if hook.wants(event.type):
            with suppress(Conflict):
                await work.deliveries.save(_delivery(hook, event, work))


async def make(wanted: Wanted, by: str, work: HookWork) -> Hook:
    """Make a hook with a secret of its own; raises ``UnsafeAddress`` or ``TooManyHooks``."""
    check_address(wanted.url, private=work.private)
    if len(await work.lists.hooks(work.cause.estate)) >= MOST_HOOKS:
        raise TooManyHooks
    hook = Hook(
        id=derived_id("hook", work.cause.id),
        estate=work.cause.estate,
        url=wanted.url,
        secret=f"{PREFIX}{b64encode(secrets.token_bytes(32)).decode()}",
        kinds=wanted.kinds,
        personal=wanted.personal,
        made_by=by,
        made_at=work.now,
    )
    await work.hooks.save(hook)
    work.lists.forget()
    return hook


async def test(hook_id: str, work: HookWork) -> Delivery:
    """Put a delivery before a hook that tells of nothing; raises ``HookEnded``."""
    hook = await found(hook_id, work)
    if not hook.active:
        raise HookEnded
    told = {"type": TEST, "timestamp": work.now, "data": {"hook_id": hook.id}}
    made = _written(hook, TEST, told, work)
    with suppress(Conflict):
        await work.deliveries.save(made)
    return made


async def switch(hook_id: str, work: HookWork, *, on: bool) -> Hook:
    """End a hook, or let it go on after it ended."""
    hook = await found(hook_id, work)
    hook.resume() if on else hook.end("by hand")
    await work.hooks.save(hook)
    work.lists.forget()
    return hook


async def found(hook_id: str, work: HookWork) -> Hook:
    """Return a hook of the estate; raises ``NoSuchHook``."""
    hook = await work.hooks.find(hook_id)
    if hook is None:
        raise NoSuchHook
    return hook


async def replay(hook_id: str, deliveries: Sequence[Delivery], work: HookWork) -> int:
    """Send deliveries of a hook once more; return how many."""
    await found(hook_id, work)
    held = [one for one in deliveries if one.body]
    for delivery in held:
        delivery.replay(work.now)
        await work.apart(work.now).deliveries.save(delivery)
    return len(held)


async def carry(delivery: Delivery, work: HookWork, clock: Callable[[], datetime]) -> None:
    """Make one attempt; a second process that has the same in hand meets ``Conflict``."""
    hook = await work.hooks.find(delivery.hook_id)
    if hook is None or not hook.active:
        delivery.give_up()
        await work.deliveries.save(delivery)
        return
    delivery.begin(work.now)
    await work.deliveries.save(delivery)
    status = await _posted(delivery, hook, work)
    well, now = status is not None and 200 <= status < 300, clock()
    if status is not None and well:
        delivery.arrived(status)
    else:
        delivery.failed(now, status)
    await work.apart(now).deliveries.save(delivery)
    if hook.went_well() if well else hook.went_wrong(now, status):
        await work.apart(now).hooks.save(hook)
        work.lists.forget()


async def _posted(delivery: Delivery, hook: Hook, work: HookWork) -> int | None:
    """Hand the body over; None when nobody answered, or the address may not be called."""
    body = _NUMBER.sub(lambda one: f'"{opened(one[1])}"', delivery.body).encode()
    headers = {**signed(hook.secret, delivery.event_id, work.now, body)}
    with suppress(Unavailable, Refused):
        check_address(hook.url, private=work.private)
        return await work.post(hook.url, body, headers)
    return None


def _delivery(hook: Hook, event: Event, work: HookWork) -> Delivery:
    told: dict[str, Any] = {
        "type": event.type,
        "timestamp": work.now,
        "data": payload_of(event, personal=hook.personal),
    }
    made = _written(hook, event.type, told, work)
    made.owners = owners_in(event) if hook.personal else ()
    return made


def _written(hook: Hook, kind: str, told: Mapping[str, Any], work: HookWork) -> Delivery:
    return Delivery(
        id=derived_id("delivery", hook.id, work.cause.id),
        estate=work.cause.estate,
        hook_id=hook.id,
        event_id=work.cause.id,
        kind=kind,
        body=orjson.dumps(told).decode(),
        at=work.now,
        forget_at=work.now + KEPT,
        next_at=work.now,
    )
