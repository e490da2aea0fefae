"""One thing said in a conversation, by an owner or by a member of staff."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(slots=True, frozen=True, kw_only=True)
class Line:
    """One thing said; ``by`` is the member of staff who answered, None the owner.

    ``request_id``: the request that a clerk has made of it.
    """

    id: str
    text: str
    at: datetime
    by: str | None = None
    by_name: str | None = None
    request_id: str | None = None
