"""Keep who did what to a request, when, by which way in, and what stood before and after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


class Followed(NamedTuple):
    """What a call to a dissatisfied owner brought: why they are, and what will be done (三.3)."""

    why: str = ""
    will_be_done: str = ""


@dataclass(slots=True, kw_only=True)
class Entry:
    """One line of the audit; ``before`` and ``after`` hold only what the move changed.

    ``channel`` is the way in (``system`` for the clock), ``version`` the request's once saved.
    """

    at: datetime
    by: str | None
    what: str
    note: str = ""
    before: Mapping[str, str | None] = field(default_factory=dict)
    after: Mapping[str, str | None] = field(default_factory=dict)
    channel: str = "system"
    version: int = 0
    why: str = ""
    will_be_done: str = ""
