"""Know the events of a conversation (会话), and whom a message concerns."""

from typing import Final

from shared.contracts import conversations
from shared.contracts.event import Event

TALK: Final = (
    conversations.MessageReceived,
    conversations.ConversationAnswered,
    conversations.ConversationUnanswered,
)


def untaken(event: Event) -> bool:
    """Tell whether a message is in a conversation that no clerk has taken on yet."""
    return isinstance(event, conversations.MessageReceived) and event.taken_by is None
