"""Keep what a person says on a channel when it is not (yet) a request, until it is answered."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final, Self

from services.intake.domain.duty import Duty
from services.intake.domain.line import Line
from services.intake.domain.repeat import KeyReused
from services.intake.domain.wording import clean
from shared.contracts.conversations import (
    ConversationAnswered,
    ConversationUnanswered,
    MessageReceived,
)
from shared.contracts.requests import Reporter
from shared.contracts.words import Channel
from shared.kernel.aggregate import Aggregate
from shared.kernel.errors import Missing, WrongMove
from shared.kernel.ids import derived_id

KEPT: Final = 50


class Standing(StrEnum):
    """Whose turn it is: ours, the owner's, or nobody's."""

    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"


class Step(StrEnum):
    """Who is paged next while a question waits."""

    CLERK = "clerk"
    HEAD = "head"


class TakenByOther(WrongMove):
    """Another clerk is at it."""

    slug: ClassVar[str] = "conversation-taken"


class NoSuchLine(Missing):
    """The conversation has no such line (any more), or it is our own answer."""

    slug: ClassVar[str] = "no-such-line"


@dataclass(slots=True, kw_only=True)
class Conversation(Aggregate):
    """A person's talk with the estate on one channel; the last fifty lines are kept.

    ``waiting_since`` is the oldest unanswered line; ``next_at`` the moment at which ``step`` is
    paged, None when nobody is.
    """

    channel: Channel
    reporter: Reporter
    lines: list[Line] = field(default_factory=list)
    standing: Standing = Standing.WAITING
    taken_by: str | None = None
    taken_name: str | None = None
    waiting_since: datetime | None = None
    step: Step | None = None
    next_at: datetime | None = None
    changed_at: datetime | None = None

    @classmethod
    def begin(cls, estate: str, channel: Channel, reporter: Reporter, address: str) -> Self:
        """Open the conversation with whoever is at ``address`` on that channel."""
        return cls(
            id=conversation_id(estate, channel, address),
            estate=estate,
            channel=channel,
            reporter=reporter,
        )

    def hear(
        self, text: str, *, message_id: str, reporter: Reporter, at: datetime, duty: Duty
    ) -> None:
        """Note what was said, for a clerk to answer; raises ``TextMissing`` or ``TextTooLong``."""
        line = Line(id=message_id, text=clean(text), at=at)
        self.reporter = reporter
        self._note(line)
        if self.waiting_since is None:
            self.waiting_since, self.step = at, Step.CLERK
            self.next_at = duty.after(at, duty.clerk)
        self.standing = Standing.WAITING
        self.record(
            MessageReceived(
                conversation_id=self.id,
                message_id=line.id,
                channel=self.channel,
                reporter=reporter,
                text=line.text,
                received_at=at,
                taken_by=self.taken_by,
            )
        )

    def take(self, by: str, name: str, at: datetime) -> None:
        """Make it ``by``'s to answer; raises ``TakenByOther``."""
        if self.taken_by not in (None, by):
            raise TakenByOther(
                f"这个会话已由{self.taken_name or '另一位客服'}接手，如需转接请先请对方放回。"
            )
        self.taken_by, self.taken_name, self.changed_at = by, name, at

    def release(self, by: str, at: datetime) -> None:
        """Put it back for any clerk to take."""
        if self.taken_by == by:
            self.taken_by, self.taken_name, self.changed_at = None, None, at

    def answer(self, line: Line) -> None:
        """Answer on the channel; whoever answers has taken it; the clock rests."""
        self.take(line.by or "", line.by_name or "", line.at)
        heard_at = max((one.at for one in self.lines if one.by is None), default=None)
        self._note(line)
        self._rest(Standing.ANSWERED)
        self.record(
            ConversationAnswered(
                conversation_id=self.id,
                message_id=line.id,
                channel=self.channel,
                reporter=self.reporter,
                text=line.text,
                by=line.by or "",
                by_name=line.by_name,
                answered_at=line.at,
                heard_at=heard_at,
            )
        )

    def close(self, at: datetime) -> None:
        """End it for now: nothing more is owed; the next message opens it anew."""
        self._rest(Standing.CLOSED)
        self.taken_by, self.taken_name, self.changed_at = None, None, at

    def question(self, line_id: str) -> Line:
        """Return an owner's line; raises ``NoSuchLine``."""
        found = next((one for one in self.lines if one.id == line_id and one.by is None), None)
        if found is None:
            raise NoSuchLine("没有找到这条业主留言，请刷新会话后再试。")
        return found

    def check_repeat(self, line_id: str, text: str) -> None:
        """Raise ``KeyReused`` if other words came under this id than ``text``."""
        said = next((one.text for one in self.lines if one.id == line_id), None)
        if said not in (None, clean(text)):
            raise KeyReused

    def turned(self, line_id: str, request_id: str, at: datetime) -> None:
        """Note the request that was made of a line; the request's own clocks take over."""
        self.link(line_id, request_id)
        self._rest(Standing.ANSWERED)
        self.changed_at = at

    def link(self, line_id: str, request_id: str) -> None:
        """Note the request that was made of a line; an answer is still owed."""
        self.lines = [
            replace(one, request_id=request_id) if one.id == line_id else one for one in self.lines
        ]

    def page(self, recipients: tuple[str, ...], at: datetime, duty: Duty) -> None:
        """Page whose turn it is, and set the clock for the next; each step once."""
        if self.step is None or self.waiting_since is None:
            return
        self.record(
            ConversationUnanswered(
                conversation_id=self.id,
                channel=self.channel,
                reporter=self.reporter,
                text=self.lines[-1].text,
                step=self.step,
                waiting_since=self.waiting_since,
                recipients=recipients,
            )
        )
        again = self.step is Step.CLERK
        self.step = Step.HEAD if again else None
        self.next_at = max(at, duty.after(self.waiting_since, duty.head)) if again else None

    def _note(self, line: Line) -> None:
        self.lines = [*self.lines, line][-KEPT:]
        self.changed_at = line.at

    def _rest(self, standing: Standing) -> None:
        self.standing, self.waiting_since, self.step, self.next_at = standing, None, None, None


def conversation_id(estate: str, channel: Channel, address: str) -> str:
    """Return the id of the one conversation with whoever is at that address."""
    return derived_id("conversation", estate, channel, address)
