"""Take a request in a few turns of a chat: what, where, photos (微信报修); or an opinion in one."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from services.intake.domain.message import Kind
from services.intake.domain.wording import narrow
from shared.kernel.aggregate import Aggregate
from shared.kernel.ids import derived_id

PATIENCE: Final = timedelta(minutes=10)
KEPT_FOR: Final = timedelta(days=1)
MOST_PHOTOS: Final = 9
MOST_MISSES: Final = 2
_REPLIES: Final = 6
HOME: Final = frozenset({"1", "家里", "家", "我家", "家中", "室内", "在家"})
DONE: Final = frozenset({"完成", "没有", "无", "没", "好了", "不用", "没有照片", "没了", "2"})
DROPPED: Final = frozenset({"取消", "不报了", "算了"})


class Turn(StrEnum):
    """What we wait for."""

    WHAT = "what"
    WHERE = "where"
    PHOTOS = "photos"
    OPINION = "opinion"


class Outcome(StrEnum):
    """What a turn came to; ``ASKED`` names what we ask next by the draft's ``turn``."""

    ASKED = "asked"
    PICTURED = "pictured"
    MISSED = "missed"
    UNSEEN = "unseen"
    COMPLETE = "complete"
    OPINION = "opinion"
    TO_A_CLERK = "to-a-clerk"
    DROPPED = "dropped"


@dataclass(slots=True, kw_only=True)
class Draft(Aggregate):
    """One openid's request in the making; ``key`` is the message that began it.

    ``replies`` are the answers to the last messages by their keys, so that a repeat hears the same.
    After ``next_at`` what has been told is taken in as it is, or forgotten if nothing was.
    """

    openid: str
    owner_id: str = ""
    turn: Turn | None = None
    key: str = ""
    text: str = ""
    spot: str = ""
    photos: tuple[str, ...] = ()
    misses: int = 0
    next_at: datetime | None = None
    changed_at: datetime | None = None
    forget_at: datetime | None = None
    replies: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, openid: str, estate: str) -> Self:
        """Return the draft of an openid that has none."""
        return cls(id=draft_id(estate, openid), estate=estate, openid=openid)

    def begin(self, owner_id: str, key: str, at: datetime, turn: Turn = Turn.WHAT) -> None:
        """Start anew; what an earlier start had gathered is dropped."""
        self.owner_id, self.turn, self.key = owner_id, turn, key
        self.text, self.spot, self.photos, self.misses = "", "", (), 0
        self._wait(at)

    def is_under_way(self, at: datetime) -> bool:
        """Tell whether the next message belongs to it."""
        return self.turn is not None and self.next_at is not None and at < self.next_at

    def hear(self, kind: Kind, said: str, photo: str | None, at: datetime) -> Outcome:
        """Take one message; ``photo`` is the kept picture's id, None when there is none."""
        self._wait(at)
        if kind is Kind.TEXT and _bare(said) in DROPPED:
            return self._over(Outcome.DROPPED)
        if photo is not None and self.turn is not Turn.OPINION:
            return self._picture(photo)
        if kind is Kind.LOCATION and self.turn is Turn.WHERE:
            kind = Kind.TEXT
        if kind is not Kind.TEXT or not said:
            return self._miss(Outcome.UNSEEN if kind is Kind.PICTURE else Outcome.MISSED)
        return self._words(said)

    def hurry(self, said: str, at: datetime) -> Outcome:
        """Take what cannot wait for another question: it is complete as it stands."""
        self._wait(at)
        self.text = f"{self.text}\n{said}".strip()
        return self._over(Outcome.COMPLETE)

    def replied(self, key: str, answer: str) -> None:
        """Remember what was answered to a message."""
        self.replies = dict([*self.replies.items(), (key, answer)][-_REPLIES:])

    def end(self) -> None:
        """Forget what was gathered."""
        self._over(Outcome.COMPLETE)
        self.text, self.spot, self.photos = "", "", ()

    def _words(self, said: str) -> Outcome:
        if self.turn is Turn.OPINION:
            self.text = said
            return self._over(Outcome.OPINION)
        if self.turn is Turn.WHAT:
            self.text, self.turn = said, Turn.WHERE
            return Outcome.ASKED
        if self.turn is Turn.WHERE:
            self.spot = "" if _bare(said) in HOME else said[:60]
            self.turn = Turn.PHOTOS
            return Outcome.ASKED
        if _bare(said) not in DONE:
            self.text = f"{self.text}\n{said}"
        return self._over(Outcome.COMPLETE)

    def _picture(self, photo: str) -> Outcome:
        self.photos = tuple(dict.fromkeys((*self.photos, photo)))[:MOST_PHOTOS]
        full = self.turn is Turn.PHOTOS and len(self.photos) == MOST_PHOTOS
        return self._over(Outcome.COMPLETE) if full else Outcome.PICTURED

    def _miss(self, outcome: Outcome) -> Outcome:
        self.misses += 1
        return self._over(Outcome.TO_A_CLERK) if self.misses >= MOST_MISSES else outcome

    def _over(self, outcome: Outcome) -> Outcome:
        self.turn, self.next_at = None, None
        return outcome

    def _wait(self, at: datetime) -> None:
        self.next_at, self.changed_at, self.forget_at = at + PATIENCE, at, at + KEPT_FOR


def _bare(said: str) -> str:
    """Return a short answer without the signs around it, and with plain digits."""
    return narrow(said).strip(" 。.!~")


def draft_id(estate: str, openid: str) -> str:
    """Return the id of an openid's one draft."""
    return derived_id("draft", estate, openid)
