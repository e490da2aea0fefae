"""Hear every event and pass on to the hub what open pages may be told."""

import structlog

from services.gateway.channels.stream import Hub
from services.gateway.domain.audience import Heard, line_of
from shared.contracts.envelope import Envelope, Malformed, UnknownType

log = structlog.get_logger()


class Ear:
    """Turns envelopes into lines; an event that it cannot read harms no other."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    async def hear(self, envelope: Envelope) -> None:
        """Tell the hub, if the event is about a request."""
        try:
            event = envelope.event()
        except (UnknownType, Malformed) as error:
            log.warning("event.unread", type=envelope.type, id=envelope.id, slug=error.slug)
            return
        line = line_of(
            Heard(id=envelope.id, estate=envelope.estate, time=envelope.time, event=event)
        )
        if line is not None:
            self._hub.tell(line)
