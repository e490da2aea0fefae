"""Owners' questions that are not (yet) a request."""

from typing import ClassVar

from shared.contracts.event import Event, Id, Moment
from shared.contracts.requests import Reporter
from shared.contracts.words import Channel


class MessageReceived(Event):
    """An owner has said something that a clerk should read."""

    type: ClassVar[str] = "conversation.message-received.v1"

    conversation_id: Id
    message_id: Id
    channel: Channel
    reporter: Reporter
    text: str
    received_at: Moment
