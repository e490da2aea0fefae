"""Ask for a list page by page."""

from typing import Generic, NamedTuple, TypeVar

A = TypeVar("A")


class Turn(NamedTuple):
    """Which page of a list; an empty ``cursor`` is the first."""

    cursor: str = ""
    limit: int = 20


class Slice(NamedTuple, Generic[A]):
    """A page; ``cursor`` goes on where it ends, None: nothing more."""

    rows: list[A]
    cursor: str | None
