"""Hold what is open between people about a request: proposals, offers, doubts, a merger."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Confirmation(StrEnum):
    """Whether a person stands behind category, urgency and place."""

    AUTO = "auto"
    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"


@dataclass(slots=True, frozen=True, kw_only=True)
class Proposal:
    """Somebody would give something to ``to``, who may accept it until ``until``."""

    to: str
    by: str | None
    reason: str
    at: datetime
    until: datetime


@dataclass(slots=True, frozen=True, kw_only=True)
class Offer:
    """Who of ``to`` takes it first has it (抢单); after ``until`` it is assigned as usual."""

    to: tuple[str, ...]
    until: datetime


@dataclass(slots=True, frozen=True, kw_only=True)
class Asking:
    """Why a person should look at it, who was asked, and when the next one is (None: never)."""

    doubts: tuple[str, ...]
    asked: tuple[str, ...]
    next_at: datetime | None


@dataclass(slots=True, frozen=True, kw_only=True)
class Merger:
    """The request that this one follows, and who joined the two, when and why."""

    into: str
    number: str
    by: str | None
    at: datetime
    reason: str
