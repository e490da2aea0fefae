"""Know how a person can be reached, in which order, and when they want to be left alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta, tzinfo
from typing import Final

from services.notifier.domain.kinds import Kind
from services.notifier.domain.letter import Reach
from shared.contracts.event import Place
from shared.contracts.people import OwnerChanged, StaffChanged
from shared.contracts.phone import Phone, mark_of
from shared.contracts.requests import Reporter
from shared.contracts.words import Channel, Outlet, Role
from shared.kernel.aggregate import Aggregate
from shared.kernel.ids import derived_id

USUAL: Final = (Outlet.WECHAT, Outlet.APP, Outlet.SMS)
AT_WORK: Final = (Outlet.WECHAT, Outlet.SMS, Outlet.APP)
CHINESE: Final = "zh"
HOURLY: Final = timedelta(hours=1)
CAME_BY: Final[Mapping[Channel, Outlet]] = {
    Channel.APP: Outlet.APP,
    Channel.WECHAT: Outlet.WECHAT,
    Channel.DESK: Outlet.SMS,
}


@dataclass(slots=True, kw_only=True)
class Contact(Aggregate):
    """A person's addresses as the register has them, and the person's own wishes.

    ``seq`` is the version of the newest registration heard, 0 before any. ``listed`` is the order
    in the register, ``wished`` the person's own, which wins. Quiet times are local. ``heard_at`` is
    when the person last wrote to us by WeChat, within ``HOURLY``.
    """

    person: str
    role: Role = Role.OWNER
    seq: int = 0
    name: str = ""
    phone: Phone | None = None
    openid: str | None = None
    active: bool = True
    registered: bool = True
    listed: tuple[Outlet, ...] = ()
    wished: tuple[Outlet, ...] = ()
    quiet_from: str | None = None
    quiet_to: str | None = None
    heard_at: datetime | None = None
    place: Place | None = None
    by_kind: Mapping[Kind, tuple[Outlet, ...]] = field(default_factory=dict)
    language: str = CHINESE

    @property
    def is_known(self) -> bool:
        """Tell whether the register has spoken of this person."""
        return self.seq > 0

    @property
    def is_erased(self) -> bool:
        """Tell whether this is an owner who asked to be forgotten."""
        return not (self.active or self.registered)

    def hear(self, event: OwnerChanged | StaffChanged) -> bool:
        """Take the register's newest word; an older one changes nothing."""
        if event.version <= self.seq:
            return False
        self.seq, self.name, self.active = event.version, event.name, event.active
        self.phone, self.openid = event.phone, event.wechat_openid
        self.role = event.role if isinstance(event, StaffChanged) else Role.OWNER
        self.listed = event.outlets if isinstance(event, OwnerChanged) else ()
        self.place = event.place if isinstance(event, OwnerChanged) else None
        return True

    def wrote(self, at: datetime) -> bool:
        """Note that the person wrote by WeChat; what is known within ``HOURLY`` stands."""
        if self.heard_at and at < self.heard_at + HOURLY:
            return False
        self.heard_at = at
        return True

    def wish(
        self,
        outlets: tuple[Outlet, ...],
        quiet_from: str | None,
        quiet_to: str | None,
        by_kind: Mapping[Kind, tuple[Outlet, ...]] | None = None,
        language: str | None = None,
    ) -> None:
        """Take the person's own order and quiet times; ways by kind and language if given."""
        self.wished, self.quiet_from, self.quiet_to = outlets, quiet_from, quiet_to
        self.by_kind = self.by_kind if by_kind is None else dict(by_kind)
        self.language = language or self.language

    def mutes(self, kind: Kind | None) -> bool:
        """Tell whether the person does not want to be told of this kind at all."""
        return kind is not None and kind in self.by_kind and not self.by_kind[kind]

    def plan(
        self,
        first: Outlet | None = None,
        came_by: Channel | None = None,
        kind: Kind | None = None,
    ) -> tuple[Reach, ...]:
        """Return every way to this person, in the order in which they are to be tried.

        What is asked for this once comes ``first``, then the person's own wish, the register's
        order, the way by which they came, and the usual order (policy.zh.md 三.3). Of a ``kind``
        for which the person has named ways only those are left, if any of them leads anywhere.
        """
        ways = self._ways(first, came_by)
        named = self.by_kind.get(kind, ()) if kind else ()
        chosen = {way.outlet: way for way in ways if way.outlet in (first, *named)}
        order = dict.fromkeys((first, *named))
        left = tuple(chosen[outlet] for outlet in order if outlet in chosen)
        if self.mutes(kind):
            return ()
        return left if named and left else ways

    def _ways(self, first: Outlet | None, came_by: Channel | None) -> tuple[Reach, ...]:
        asked = (first,) if first else ()
        came = (CAME_BY[came_by],) if came_by else ()
        usual = USUAL if self.role is Role.OWNER else AT_WORK
        order = dict.fromkeys((*asked, *self.wished, *self.listed, *came, *usual))
        return tuple(
            Reach(outlet=outlet, to=to) for outlet in order if (to := self.address(outlet))
        )

    def address(self, outlet: Outlet) -> str | None:
        """Return where ``outlet`` finds this person, None if it cannot."""
        return {
            Outlet.APP: self.person if self.registered else None,
            Outlet.SMS: self.phone,
            Outlet.WECHAT: self.openid,
            Outlet.PHONE: self.phone,
        }[outlet]

    def quiet_until(self, now: datetime, zone: tzinfo) -> datetime | None:
        """Return when the quiet time ends in which ``now`` falls, None outside it."""
        if not self.quiet_from or not self.quiet_to or self.quiet_from == self.quiet_to:
            return None
        local = now.astimezone(zone)
        begins, ends = time.fromisoformat(self.quiet_from), time.fromisoformat(self.quiet_to)
        since, until = _at(local, begins), _at(local, ends)
        if begins < ends:
            return until if since <= local < until else None
        if local >= since:
            return _at(local + timedelta(days=1), ends)
        return until if local < until else None


def contact_id(estate: str, person: str) -> str:
    """Return the id of a person's contact; two estates may use one staff number."""
    return derived_id("contact", estate, person)


def unknown(estate: str, person: str) -> Contact:
    """Return a contact of whom the register has said nothing yet."""
    return Contact(id=contact_id(estate, person), estate=estate, person=person)


def of_reporter(estate: str, reporter: Reporter, about: str) -> Contact:
    """Return what the reporter left: for one without registration, or not known here yet."""
    mark = reporter.phone or reporter.address or about
    guest = unknown(estate, reporter.owner_id or guest_id(estate, mark))
    guest.registered = reporter.owner_id is not None
    return completed(guest, reporter)


def completed(contact: Contact, reporter: Reporter) -> Contact:
    """Return the contact with the addresses that it lacks and the reporter left."""
    return replace(
        contact,
        name=contact.name or reporter.name or "",
        phone=contact.phone or reporter.phone,
        openid=contact.openid or reporter.address,
    )


def masked(phone: str) -> str:
    """Hide the middle of a number: ``138****1234``."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 7 else phone and "****"


def guest_id(estate: str, mark: str) -> str:
    """Return the id of somebody who is known by a phone number or an address only."""
    return f"guest-{derived_id('guest', estate, mark_of(mark))}"


def _at(local: datetime, moment: time) -> datetime:
    return local.replace(
        hour=moment.hour, minute=moment.minute, second=moment.second, microsecond=0
    )
