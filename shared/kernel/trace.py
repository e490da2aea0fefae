"""Name the piece of work in hand in the words of W3C Trace Context."""

import re
import secrets
from contextvars import ContextVar
from typing import Final

_NOW: Final[ContextVar[str | None]] = ContextVar("traceparent", default=None)
_WELL_FORMED: Final = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


def traceparent() -> str | None:
    """Return the work in hand, as the cause of what it sets going."""
    return _NOW.get()


def begin(parent: str | None) -> str:
    """Take up ``parent``'s trace, or a new one if it is none; return the work's ``traceparent``."""
    made = f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
    mine = parent if parent and _WELL_FORMED.fullmatch(parent) else made
    _NOW.set(mine)
    return mine


def trace_of(work: str) -> str:
    """Return the trace id in a ``traceparent``."""
    return work.split("-")[1]
