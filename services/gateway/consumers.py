"""Hear every event for the open pages, and durably what owners prove on a chat channel."""

from datetime import datetime
from typing import Final

import structlog

from services.gateway.channels.stream import Hub
from services.gateway.domain.audience import Heard, line_of
from services.gateway.domain.ended import Ended
from services.gateway.handlers import bindings
from shared.bus.subscriptions import on
from shared.contracts.conversations import BindingEnded, BindingProven
from shared.contracts.envelope import Envelope, Malformed, UnknownType
from shared.contracts.people import OwnerChanged, StaffChanged

log = structlog.get_logger()
SUBSCRIPTIONS: Final = (on(BindingProven, bindings.bind), on(BindingEnded, bindings.unbind))


class Ear:
    """Turns envelopes into lines; an event that it cannot read harms no other."""

    def __init__(self, hub: Hub, ended: Ended) -> None:
        self._hub = hub
        self._ended = ended

    async def hear(self, envelope: Envelope) -> None:
        """Tell the hub, if the event is about a request."""
        try:
            event = envelope.event()
        except (UnknownType, Malformed) as error:
            log.warning("event.unread", type=envelope.type, id=envelope.id, slug=error.slug)
            return
        if isinstance(event, OwnerChanged | StaffChanged):
            self._hear_of(event, envelope.time)
        line = line_of(
            Heard(id=envelope.id, estate=envelope.estate, time=envelope.time, event=event)
        )
        if line is not None:
            self._hub.tell(line)

    def _hear_of(self, event: OwnerChanged | StaffChanged, at: datetime) -> None:
        """Show out at once whose account has ended; their tokens would last some minutes yet."""
        account = event.owner_id if isinstance(event, OwnerChanged) else event.staff_id
        if event.active:
            self._ended.forget(account)
            return
        self._ended.note(account, at)
        self._hub.dismiss(account)
