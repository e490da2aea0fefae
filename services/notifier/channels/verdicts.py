"""Say what a provider's error code means for the message: a table for each provider."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final, NoReturn

import structlog

from services.notifier.ports import Later, Rejected
from shared.kernel.clock import Clock
from shared.kernel.errors import Unavailable

log = structlog.get_logger()


class Act(StrEnum):
    """What is to be done about a refusal.

    ``refuse``: this message never goes this way. ``mend``: nothing goes this way until a person has
    seen to the account; the message takes the next outlet. ``again``: the provider stumbled.
    ``wait``: not before some time. ``other``: another way of the same provider may be open.
    ``renew``: the access token is stale, ``force``: and must be made anew.
    """

    REFUSE = "refuse"
    MEND = "mend"
    AGAIN = "again"
    WAIT = "wait"
    OTHER = "other"
    RENEW = "renew"
    FORCE = "force"


@dataclass(slots=True, frozen=True)
class Verdict:
    """What a code means, and how long to wait."""

    act: Act
    wait: timedelta = timedelta()


REFUSE: Final = Verdict(Act.REFUSE)
MEND: Final = Verdict(Act.MEND)
AGAIN: Final = Verdict(Act.AGAIN)
OTHER: Final = Verdict(Act.OTHER)
RENEW: Final = Verdict(Act.RENEW)
FORCE: Final = Verdict(Act.FORCE)
MINUTE: Final = Verdict(Act.WAIT, timedelta(minutes=1))
HOUR: Final = Verdict(Act.WAIT, timedelta(hours=1))
DAY: Final = Verdict(Act.WAIT, timedelta(days=1))


def judge(table: Mapping[str, Verdict], code: str) -> Verdict:
    """Return the verdict on a code or its family (``A`` for ``A.B``); a strange one is a stumble.

    A code says that the message was not taken, so trying again is safe, and rows give up in time.
    """
    return table.get(code) or table.get(code.partition(".")[0]) or AGAIN


def fail(provider: str, code: str, verdict: Verdict, clock: Clock) -> NoReturn:
    """Raise what the port knows for a verdict."""
    said = f"{provider}: {code}"
    if verdict.act is Act.WAIT:
        raise Later(said, clock() + verdict.wait)
    if verdict.act in {Act.REFUSE, Act.OTHER}:
        raise Rejected(said)
    if verdict.act is Act.MEND:
        log.error("provider.needs-a-person", provider=provider, code=code)
        raise Rejected(said)
    raise Unavailable(said)
