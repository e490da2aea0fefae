"""Keep who did what to a request, when, and what stood before and after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True, kw_only=True)
class Entry:
    """One line of the audit; ``before`` and ``after`` hold only what the move changed."""

    at: datetime
    by: str | None
    what: str
    note: str = ""
    before: Mapping[str, str | None] = field(default_factory=dict)
    after: Mapping[str, str | None] = field(default_factory=dict)
