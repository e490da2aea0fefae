"""Show the parts of a request: its clocks, its history, what is open between people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from services.router.domain.clocks import Clock
from services.router.domain.history import Entry
from services.router.domain.pending import Merger, Offer, Proposal
from services.router.domain.request import Request
from services.router.domain.rights import Person
from services.router.domain.rules import Rules
from shared.contracts.words import ClockName, Role
from shared.web.operation import View

_INWARD: Final = frozenset(
    {"page", "see_page", "call", "retime", "confirm", "propose_transfer", "decline_transfer"}
    | {"propose_hand_over", "decline_hand_over", "take_in", "let_go"}
)


class ClockView(View):
    """A promise and how it stands; ``steps`` are the rungs taken and the owner's urging."""

    clock: ClockName
    round: int
    due_at: datetime
    started_at: datetime
    stopped_at: datetime | None
    missed: bool
    provisional: bool
    steps: tuple[str, ...]

    @classmethod
    def of(cls, clock: Clock) -> "ClockView":
        """Show a clock."""
        return cls(
            clock=clock.name,
            round=clock.round,
            due_at=clock.due_at,
            started_at=clock.started_at,
            stopped_at=clock.stopped_at,
            missed=clock.missed,
            provisional=clock.provisional,
            steps=tuple(clock.taken),
        )


class EntryView(View):
    """A line of the history; by which way in, and what it changed, is for the staff."""

    at: datetime
    by: str | None
    by_name: str
    what: str
    note: str
    channel: str | None
    before: Mapping[str, str | None] | None
    after: Mapping[str, str | None] | None
    why: str | None
    will_be_done: str | None


class ProposalView(View):
    """What waits for somebody's answer."""

    to: str
    to_name: str | None
    by: str | None
    by_name: str | None
    reason: str
    at: datetime
    until: datetime


class OfferView(View):
    """Who may grab it until when."""

    to: tuple[str, ...]
    until: datetime


class MergerView(View):
    """The request that this one follows; its id is for the staff."""

    into: str | None
    number: str
    at: datetime


def history_of(request: Request, rules: Rules, who: Person) -> list[EntryView]:
    """Show the history, to an owner without what staff settle among themselves."""
    own = who.role is Role.OWNER
    entries = (one for one in request.history if not own or one.what not in _INWARD)
    return [_entry(one, request, rules, who) for one in entries]


def proposal_of(proposal: Proposal | None, rules: Rules) -> ProposalView | None:
    """Show a proposal."""
    if proposal is None:
        return None
    return ProposalView(
        to=proposal.to,
        to_name=name_of(proposal.to, rules),
        by=proposal.by,
        by_name=name_of(proposal.by, rules),
        reason=proposal.reason,
        at=proposal.at,
        until=proposal.until,
    )


def offer_of(offer: Offer | None) -> OfferView | None:
    """Show an offer."""
    return OfferView(to=offer.to, until=offer.until) if offer else None


def merger_of(merger: Merger | None, who: Person) -> MergerView | None:
    """Show which request this one follows."""
    if merger is None:
        return None
    into = merger.into if who.role is not Role.OWNER else None
    return MergerView(into=into, number=merger.number, at=merger.at)


def name_of(staff_id: str | None, rules: Rules) -> str | None:
    """Return the name of a member of staff, also of one who has left."""
    member = rules.staff.get(staff_id or "")
    return member.name if member else None


def _entry(entry: Entry, request: Request, rules: Rules, who: Person) -> EntryView:
    owner = "业主" if entry.by and entry.by == request.reporter.owner_id else entry.by
    name = name_of(entry.by, rules) or owner or "系统"
    own = who.role is Role.OWNER
    return EntryView(
        at=entry.at,
        by=entry.by,
        by_name=name,
        what=entry.what,
        note="" if entry.what == "submit" and own else entry.note,
        channel=None if own else entry.channel,
        before=None if own else entry.before,
        after=None if own else entry.after,
        why=None if own else entry.why or None,
        will_be_done=None if own else entry.will_be_done or None,
    )
