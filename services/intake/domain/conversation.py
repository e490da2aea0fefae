"""Keep what a person says on a channel when it is not (yet) a request."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self

from services.intake.domain.wording import clean
from shared.contracts.conversations import MessageReceived
from shared.contracts.requests import Reporter
from shared.contracts.words import Channel
from shared.kernel.aggregate import Aggregate
from shared.kernel.ids import derived_id

KEPT: Final = 50


@dataclass(slots=True, frozen=True, kw_only=True)
class Line:
    """One thing said."""

    id: str
    text: str
    at: datetime


@dataclass(slots=True, kw_only=True)
class Conversation(Aggregate):
    """A person's talk with the estate on one channel; the last fifty lines are kept."""

    channel: Channel
    reporter: Reporter
    lines: list[Line] = field(default_factory=list)

    @classmethod
    def begin(cls, estate: str, channel: Channel, reporter: Reporter) -> Self:
        """Open the conversation with whoever is at the reporter's address."""
        return cls(
            id=conversation_id(estate, channel, reporter.address or ""),
            estate=estate,
            channel=channel,
            reporter=reporter,
        )

    def hear(self, text: str, *, message_id: str, reporter: Reporter, at: datetime) -> None:
        """Note what was said, for a clerk to read; raises ``TextMissing`` or ``TextTooLong``."""
        line = Line(id=message_id, text=clean(text), at=at)
        self.reporter = reporter
        self.lines = [*self.lines, line][-KEPT:]
        self.record(
            MessageReceived(
                conversation_id=self.id,
                message_id=line.id,
                channel=self.channel,
                reporter=reporter,
                text=line.text,
                received_at=at,
            )
        )


def conversation_id(estate: str, channel: Channel, address: str) -> str:
    """Return the id of the one conversation with whoever is at that address."""
    return derived_id("conversation", estate, channel, address)
