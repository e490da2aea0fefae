"""Compare what people were promised with what is there and with what the provider was handed."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tests.chaos.ledger import Ledger, mark_in

ASSIGNED: Final = "request.assigned.v1"
ACCEPTED: Final = "request.accepted.v1"
RESOLVED: Final = "request.resolved.v1"
ASKED: Final = "survey.opened.v1"
COUNTED: Final = frozenset({ASSIGNED, ACCEPTED, RESOLVED, ASKED})
Notice = tuple[str, str, str]  # the request's id, who is told, because of what
Notified = tuple[str, str]  # the same without the person, in whose inbox it is


@dataclass(slots=True, frozen=True, kw_only=True)
class Found:
    """A request as the manager sees it."""

    request_id: str
    number: str
    status: str
    text: str
    assignee: str | None
    first_responder: str | None

    @property
    def is_assigned(self) -> bool:
        """Tell whether somebody has it."""
        return self.assignee is not None and self.status != "submitted"


@dataclass(slots=True, frozen=True, kw_only=True)
class Sent:
    """A message as the provider has it; ``posts`` counts how often it was handed in."""

    token: str
    to: str
    about: str
    because: str
    posts: int


@dataclass(slots=True, frozen=True, kw_only=True)
class Seen:
    """What was found when all was quiet; ``inboxes`` are those of owners who read the app."""

    requests: Sequence[Found]
    sent: Sequence[Sent]
    inboxes: Mapping[str, Sequence[Notified]]
    dead: Sequence[str]


@dataclass(slots=True, frozen=True, kw_only=True)
class Outcome:
    """What came of a run; everything but the first three should be nothing."""

    acknowledged: int
    notifications_expected: int
    notifications_sent: int
    lost: tuple[str, ...]
    duplicated: tuple[str, ...]
    unassigned: tuple[str, ...]
    notifications_missing: tuple[Notice, ...]
    notifications_duplicated: tuple[str, ...]
    notifications_stray: tuple[str, ...]
    inbox_faults: tuple[str, ...]
    dead_letters: tuple[str, ...]
    wrong_answers: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Tell whether nothing is off and something was counted at all."""
        return bool(self.acknowledged) and not any(off for _, off in self.faults)

    @property
    def faults(self) -> Iterator[tuple[str, tuple[object, ...]]]:
        """Yield each kind of fault with its cases."""
        for name in self.__dataclass_fields__:
            value = getattr(self, name)
            if isinstance(value, tuple):
                yield name, value


def count(ledger: Ledger, seen: Seen, addresses: Mapping[str, str]) -> Outcome:
    """Count; ``addresses`` says who is behind a number, an openid or an app account."""
    requests = seen.requests
    kept = {one.number: one for one in requests if mark_in(one.text)}
    promised = [kept[n] for n in ledger.acknowledged.values() if n in kept]
    expected = set(_expected(ledger, promised))
    told = _told(seen.sent, addresses)
    allowed = set(_first_notices(ledger, requests))
    return Outcome(
        acknowledged=len(ledger.acknowledged),
        notifications_expected=len(expected),
        notifications_sent=len(seen.sent),
        lost=tuple(m for m, number in ledger.acknowledged.items() if number not in kept),
        duplicated=tuple(mark for mark, times in _marks(requests).items() if times > 1),
        unassigned=tuple(r.request_id for r in requests if not r.is_assigned),
        notifications_missing=tuple(sorted(expected - told.keys())),
        notifications_duplicated=tuple(_repeated(seen.sent, told)),
        notifications_stray=tuple(str(n) for n in told if n[2] == ASSIGNED and n not in allowed),
        inbox_faults=tuple(_inbox_faults(expected, seen.inboxes)),
        dead_letters=tuple(seen.dead),
        wrong_answers=tuple(ledger.wrong),
    )


def _marks(requests: Sequence[Found]) -> Counter[str]:
    return Counter(mark for one in requests if (mark := mark_in(one.text)))


def _expected(ledger: Ledger, promised: Sequence[Found]) -> Iterator[Notice]:
    yield from _first_notices(ledger, promised)
    requests = {one.request_id: one for one in promised}
    for step in ledger.steps:
        if one := requests.get(step.request_id):
            yield from _later_notices(ledger, one, step.what, step.by)


def _first_notices(ledger: Ledger, requests: Sequence[Found]) -> Iterator[Notice]:
    for one in requests:
        for person in (_owner(ledger, one), one.assignee, one.first_responder):
            if person:
                yield one.request_id, person, ASSIGNED


def _later_notices(ledger: Ledger, one: Found, what: str, by: str) -> Iterator[Notice]:
    owner = _owner(ledger, one)
    if what == "accept":
        yield one.request_id, owner, ACCEPTED
    else:
        yield one.request_id, owner, RESOLVED
        yield one.request_id, owner, ASKED
        if one.first_responder and one.first_responder != by:
            yield one.request_id, one.first_responder, RESOLVED


def _owner(ledger: Ledger, one: Found) -> str:
    return ledger.asked.get(mark_in(one.text) or "", "")


def _told(sent: Sequence[Sent], addresses: Mapping[str, str]) -> dict[Notice, list[Sent]]:
    found = defaultdict(list)
    for message in sent:
        if message.because in COUNTED:
            person = addresses.get(message.to, message.to)
            found[message.about, person, message.because].append(message)
    return dict(found)


def _repeated(sent: Sequence[Sent], told: Mapping[Notice, Sequence[Sent]]) -> Iterator[str]:
    tokens = Counter(message.token for message in sent)
    for message in sent:
        if message.posts > 1 or tokens[message.token] > 1:
            yield f"{message.token} handed in {message.posts} times"
    for notice, messages in told.items():
        if len(messages) > 1:
            yield f"{notice} by {', '.join(m.token for m in messages)}"


def _inbox_faults(
    expected: set[Notice], inboxes: Mapping[str, Sequence[Notified]]
) -> Iterator[str]:
    for person, inbox in inboxes.items():
        times = Counter(one for one in inbox if one[1] in COUNTED)
        wanted = {(about, because) for about, whom, because in expected if whom == person}
        yield from (f"{person} finds {one} {n} times" for one, n in times.items() if n > 1)
        yield from (f"{person} does not find {one}" for one in wanted - times.keys())
