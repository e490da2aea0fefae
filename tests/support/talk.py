"""Samples of what is told of a conversation."""

from datetime import UTC, datetime
from typing import Final

from shared.contracts import conversations
from shared.contracts.event import Event
from shared.contracts.requests import Reporter
from shared.contracts.words import Channel

NOON: Final = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
GUEST: Final = Reporter(address="wx-guest")
TALK: Final[tuple[Event, ...]] = (
    conversations.ConversationAnswered(
        conversation_id="k1",
        message_id="m2",
        channel=Channel.WECHAT,
        reporter=GUEST,
        text="下午三点恢复供水。",
        by="c01",
        answered_at=NOON,
        heard_at=NOON,
    ),
    conversations.ConversationUnanswered(
        conversation_id="k1",
        channel=Channel.WECHAT,
        reporter=GUEST,
        text="请问几点停水?",
        step="head",
        waiting_since=NOON,
        recipients=("h01",),
    ),
)
