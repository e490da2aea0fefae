"""The base of every event: a frozen model whose class carries its type."""

from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(min_length=1, max_length=128)]
Moment = AwareDatetime


class Value(BaseModel):
    """A frozen part of a message; unknown fields are passed over, so that additions harm nobody."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Event(Value):
    """Something that happened; ``type`` is its routing key, schema file and golden sample.

    ``awaited`` False: no durable queue listens, and one that nobody takes is not kept.
    """

    type: ClassVar[str]
    awaited: ClassVar[bool] = True


class Place(Value):
    """A spot in an estate: 楼栋, 单元, 房号; ``spot`` is free text such as 地库B2."""

    building: str | None = None
    unit: str | None = None
    room: str | None = None
    spot: str | None = None

    def __str__(self) -> str:
        """Return it as people write it: ``3-2-1201 地库``."""
        door = "-".join(part for part in (self.building, self.unit, self.room) if part)
        return " ".join(part for part in (door, self.spot) if part)


class Due(Value):
    """A clock's due time; ``provisional`` while the year's holidays are not announced."""

    clock: str
    due_at: datetime
    provisional: bool = False
