"""What is told of an estate itself; kept by others as a projection, newest version wins."""

from typing import ClassVar

from shared.contracts.event import Event


class EstateChanged(Event):
    """An estate's particulars as they stand now; ``phone`` is answered day and night."""

    type: ClassVar[str] = "estate.changed.v1"

    name: str
    version: int
    phone: str | None = None
