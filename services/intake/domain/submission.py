"""Keep what somebody told us as it came, once for each time that they told it."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self

import orjson

from services.intake.domain.fate import Fate
from services.intake.domain.repeat import KeyReused
from services.intake.domain.wording import clean
from shared.contracts.event import Place
from shared.contracts.phone import mark_of
from shared.contracts.requests import Reporter, RequestSubmitted
from shared.contracts.words import Channel, Outlet
from shared.kernel.aggregate import Aggregate
from shared.kernel.ids import derived_id, number_of


class HeardAt(StrEnum):
    """Where a member of staff heard it (policy.zh.md 二.1)."""

    COUNTER = "counter"
    PHONE = "phone"
    FORUM = "forum"
    ACTIVITY = "activity"
    GROUP = "group"


@dataclass(slots=True, frozen=True, kw_only=True)
class Told:
    """What came through a door: who said what, and the ``key`` that a repeat carries again.

    ``sender`` is who used the door: the owner, the member of staff, or the openid.
    """

    estate: str
    channel: Channel
    sender: str
    key: str
    text: str
    reporter: Reporter
    place: Place | None = None
    attachments: tuple[str, ...] = ()
    taken_by: str | None = None
    heard_at: HeardAt | None = None
    prefers: Outlet | None = None

    @property
    def id(self) -> str:
        """The submission's and the request's id: the same for a repeat."""
        return submission_id(self.estate, self.channel, self.sender, self.key)

    @property
    def digest(self) -> str:
        """What is compared when the key comes again; a registered owner's name may change."""
        known = self.reporter.owner_id
        whom = known or (self.reporter.name, mark_of(self.reporter.phone or ""))
        place = self.place.model_dump() if self.place else None
        said = (self.text, whom, place, self.attachments, self.heard_at, self.prefers)
        return hashlib.blake2b(orjson.dumps(said), digest_size=16).hexdigest()


@dataclass(slots=True, frozen=True, kw_only=True)
class Receipt:
    """What the sender is told: by this number people speak of it on the phone."""

    request_id: str
    number: str
    submitted_at: datetime
    digest: str

    def answers(self, told: Told) -> Self:
        """Return this receipt if it is for ``told``; raises ``KeyReused``."""
        if self.digest != told.digest:
            raise KeyReused
        return self


@dataclass(slots=True, kw_only=True)
class Submission(Aggregate):
    """A request as it came (policy.zh.md 三.1: 诉求内容、业主基本信息、诉求时间)."""

    number: str
    channel: Channel
    text: str
    reporter: Reporter
    submitted_at: datetime
    digest: str
    place: Place | None = None
    attachments: tuple[str, ...] = ()
    taken_by: str | None = None
    heard_at: HeardAt | None = None
    prefers: Outlet | None = None
    fate: Fate = field(default_factory=Fate)

    @classmethod
    def take_in(cls, told: Told, at: datetime) -> Self:
        """Make a submission of what was told ``at`` that moment, to be announced once saved.

        Raises ``TextMissing`` or ``TextTooLong``.
        """
        identity = told.id
        submission = cls(
            id=identity,
            estate=told.estate,
            number=number_of(identity),
            channel=told.channel,
            text=clean(told.text),
            reporter=told.reporter,
            submitted_at=at,
            digest=told.digest,
            place=told.place,
            attachments=told.attachments,
            taken_by=told.taken_by,
            heard_at=told.heard_at,
            prefers=told.prefers,
        )
        submission.record(submission.announcement)
        return submission

    @property
    def announcement(self) -> RequestSubmitted:
        """The event by which everybody else learns of it."""
        return RequestSubmitted(
            request_id=self.id,
            number=self.number,
            channel=self.channel,
            reporter=self.reporter,
            text=self.text,
            submitted_at=self.submitted_at,
            place=self.place,
            taken_by=self.taken_by,
            heard_at=self.heard_at,
            attachments=self.attachments,
            prefers=self.prefers,
        )

    @property
    def receipt(self) -> Receipt:
        """What the sender is told."""
        return Receipt(
            request_id=self.id,
            number=self.number,
            submitted_at=self.submitted_at,
            digest=self.digest,
        )


def submission_id(estate: str, channel: Channel, sender: str, key: str) -> str:
    """Return the id that the same sender's same key always gives."""
    return derived_id("submission", estate, channel, sender, key)
