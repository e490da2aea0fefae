"""Owners' questions that are not (yet) a request."""

from typing import ClassVar

from shared.contracts.event import Event, Id, Moment
from shared.contracts.phone import Phone
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
    taken_by: str | None = None  # the clerk who has taken the conversation on


class OpinionGiven(Event):
    """An owner has said an opinion or a suggestion (意见和建议) in a chat; it is to be answered."""

    type: ClassVar[str] = "conversation.opinion-given.v1"

    suggestion_id: Id
    channel: Channel
    reporter: Reporter
    words: str
    given_at: Moment


class ConversationAnswered(Event):
    """A member of staff has answered; the owner hears it on the channel on which they asked."""

    type: ClassVar[str] = "conversation.answered.v1"

    conversation_id: Id
    message_id: Id
    channel: Channel
    reporter: Reporter
    text: str
    by: Id
    answered_at: Moment
    by_name: str | None = None
    heard_at: Moment | None = None  # when the owner last wrote


class ConversationUnanswered(Event):
    """A question has waited too long; ``recipients`` are paged, each step once."""

    type: ClassVar[str] = "conversation.unanswered.v1"

    conversation_id: Id
    channel: Channel
    reporter: Reporter
    text: str
    step: str  # clerk, head
    waiting_since: Moment
    recipients: tuple[str, ...] = ()


class CodeIssued(Event):
    """A code goes to a phone, to prove on a chat channel whose it is; sealed as the phone is."""

    type: ClassVar[str] = "conversation.code-issued.v1"

    code_id: Id
    phone: Phone
    code: Phone
    minutes: int
    issued_at: Moment


class BindingProven(Event):
    """Whoever writes from this openid has proven that they are these owners (绑定)."""

    type: ClassVar[str] = "conversation.binding-proven.v1"

    openid: Id
    owners: tuple[str, ...]
    proven_at: Moment
    how: str  # phone, room-code
    by: str | None = None  # who issued the room code


class BindingEnded(Event):
    """Whoever writes from this openid wants to be these owners no more (解绑)."""

    type: ClassVar[str] = "conversation.binding-ended.v1"

    openid: Id
    owners: tuple[str, ...]
    ended_at: Moment
