"""Say who acts, when, under which rules, and who is how busy; every move is given one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.router.domain.rules import Rules


@dataclass(slots=True, frozen=True, kw_only=True)
class Act:
    """The circumstances of a move; ``by`` None is the system, ``channel`` the way it came."""

    estate: str
    at: datetime
    rules: Rules
    by: str | None = None
    channel: str = "system"
    loads: Mapping[str, int] = field(default_factory=dict)
