"""What people arrange among themselves about a request: consent, offers, doubts, merging."""

from typing import ClassVar

from shared.contracts.event import Moment
from shared.contracts.requests import RequestEvent


class RequestOffered(RequestEvent):
    """Who of ``recipients`` takes it first has it (抢单); after ``until`` it is assigned."""

    type: ClassVar[str] = "request.offered.v1"

    until: Moment
    recipients: tuple[str, ...] = ()


class TransferProposed(RequestEvent):
    """The assignee would hand it on to ``to``, who must accept; until then nothing changes."""

    type: ClassVar[str] = "request.transfer-proposed.v1"

    to: str
    reason: str
    until: Moment
    recipients: tuple[str, ...] = ()


class TransferDeclined(RequestEvent):
    """It stays where it was: declined, withdrawn, or not answered in time (``by`` None)."""

    type: ClassVar[str] = "request.transfer-declined.v1"

    to: str
    reason: str
    recipients: tuple[str, ...] = ()


class HandOverProposed(RequestEvent):
    """The first responder would hand over to ``to``, who must accept."""

    type: ClassVar[str] = "request.hand-over-proposed.v1"

    to: str
    reason: str
    until: Moment
    recipients: tuple[str, ...] = ()


class HandOverDeclined(RequestEvent):
    """The first responder stays: declined, withdrawn, or not answered in time (``by`` None)."""

    type: ClassVar[str] = "request.hand-over-declined.v1"

    to: str
    reason: str
    recipients: tuple[str, ...] = ()


class ConfirmationAsked(RequestEvent):
    """It was classified or placed with doubts; ``recipients`` should look at it by ``due_at``."""

    type: ClassVar[str] = "request.confirmation-asked.v1"

    doubts: tuple[str, ...]
    due_at: Moment
    recipients: tuple[str, ...] = ()


class RequestConfirmed(RequestEvent):
    """A person has looked: category, urgency and place stand as the facts say."""

    type: ClassVar[str] = "request.confirmed.v1"
    awaited: ClassVar[bool] = False


class RequestMerged(RequestEvent):
    """It is the same matter as ``into`` and follows that one from here on."""

    type: ClassVar[str] = "request.merged.v1"

    into: str
    into_number: str
    reason: str
    recipients: tuple[str, ...] = ()


class RequestUnmerged(RequestEvent):
    """It goes on by itself again, with its own clocks."""

    type: ClassVar[str] = "request.unmerged.v1"

    into: str
    reason: str


class MainMoved(RequestEvent):
    """A request that others were merged into has made a step, which they follow."""

    type: ClassVar[str] = "request.main-moved.v1"

    step: str
    note: str = ""
    until: Moment | None = None
    followers: tuple[str, ...]
