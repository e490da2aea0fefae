"""How a conversation is shown: to its owner, and to the clerks."""

from datetime import datetime
from typing import Self

from pydantic import AwareDatetime

from services.intake.domain.conversation import Conversation, Standing
from services.intake.domain.line import Line
from services.intake.domain.owner import masked
from shared.contracts.event import Place
from shared.contracts.words import Channel
from shared.web.operation import View


class LineView(View):
    """One thing said; ``by`` is empty for the owner's own words."""

    id: str
    text: str
    at: AwareDatetime
    by: str | None = None
    by_name: str | None = None
    request_id: str | None = None

    @classmethod
    def of(cls, line: Line) -> Self:
        """Return a line as it is shown."""
        return cls(
            id=line.id,
            text=line.text,
            at=line.at,
            by=line.by,
            by_name=line.by_name,
            request_id=line.request_id,
        )


class OwnTalk(View):
    """A conversation as its owner sees it."""

    conversation_id: str
    channel: Channel
    standing: Standing
    lines: tuple[LineView, ...]

    @classmethod
    def of(cls, talk: Conversation) -> Self:
        """Return a conversation as its owner sees it."""
        return cls(
            conversation_id=talk.id,
            channel=talk.channel,
            standing=talk.standing,
            lines=tuple(LineView.of(line) for line in talk.lines),
        )


class OwnTalks(View):
    """An owner's conversations, one a channel."""

    items: tuple[OwnTalk, ...]


class TalkView(OwnTalk):
    """A conversation as clerks see it; ``answer_by`` is when the next page goes out."""

    name: str | None = None
    owner_id: str | None = None
    phone_masked: str = ""
    place: Place | None = None
    taken_by: str | None = None
    taken_name: str | None = None
    waiting_since: AwareDatetime | None = None
    answer_by: AwareDatetime | None = None

    @classmethod
    def of(cls, talk: Conversation) -> Self:
        """Return a conversation as clerks see it."""
        asks = talk.reporter
        return cls(
            conversation_id=talk.id,
            channel=talk.channel,
            standing=talk.standing,
            lines=tuple(LineView.of(line) for line in talk.lines),
            name=asks.name,
            owner_id=asks.owner_id,
            phone_masked=masked(asks.phone),
            place=asks.place,
            taken_by=talk.taken_by,
            taken_name=talk.taken_name,
            waiting_since=talk.waiting_since,
            answer_by=talk.next_at,
        )


class TalkPage(View):
    """Some conversations, the newest first; ``next`` goes on with older ones."""

    items: tuple[TalkView, ...]
    next: datetime | None = None
