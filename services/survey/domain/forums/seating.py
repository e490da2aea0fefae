"""Give out seats so that every building and every height is heard (policy.zh.md 二.1)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from pydantic import Field, field_validator

from services.survey.domain.campaigns.questions import Written
from shared.contracts.event import Place
from shared.contracts.forums import SeatState
from shared.contracts.requests import Reporter

_BAND: Final = re.compile(r"(\d{1,3})-(\d{1,3})")
_ROOM: Final = re.compile(r"(\d{1,3})\d{2}\D?")
LIVE: Final = frozenset({SeatState.SEATED, SeatState.WAITING})


class Limits(Written):
    """So many seats; of one building so many, and so many of one of its bands of floors."""

    seats: Annotated[int, Field(ge=1, le=500)] = 30
    per_building: Annotated[int, Field(ge=1, le=500)] = 4
    per_band: Annotated[int, Field(ge=1, le=500)] = 2
    bands: Annotated[tuple[str, ...], Field(max_length=10)] = ("1-6", "7-15", "16-99")

    @field_validator("bands")
    @classmethod
    def _are_bands(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if strange := [band for band in value if not _BAND.fullmatch(band)]:
            raise ValueError(f"看不懂楼层“{strange[0]}”，请写成 1-6")
        return value

    def band(self, floor: int | None) -> str:
        """Return the band that a floor lies in; empty: unknown, or in none."""
        for band in self.bands:
            low, _, high = band.partition("-")
            if floor is not None and int(low) <= floor <= int(high):
                return band
        return ""


@dataclass(slots=True, kw_only=True)
class Guest:
    """A household that has signed up, by one of its owners."""

    household: str
    owner_id: str
    building: str
    floor: int | None
    signed_at: datetime
    state: SeatState = SeatState.WAITING

    @property
    def reporter(self) -> Reporter:
        """The guest as the one who is told."""
        return Reporter(owner_id=self.owner_id, place=Place(building=self.building or None))


def floor_of(room: str | None) -> int | None:
    """Return the floor that a room's number tells: ``1201`` is on the twelfth."""
    match = _ROOM.fullmatch(room or "")
    return int(match[1]) if match else None


def fits(guest: Guest, guests: Iterable[Guest], limits: Limits) -> bool:
    """Tell whether a seat is left for a guest: in all, for the building, and for its height."""
    seated = [one for one in guests if one.state is SeatState.SEATED]
    near = [one for one in seated if one.building == guest.building]
    band = limits.band(guest.floor)
    level = [one for one in near if limits.band(one.floor) == band]
    return (
        len(seated) < limits.seats
        and len(near) < limits.per_building
        and len(level) < limits.per_band
    )


def next_up(guests: Sequence[Guest], limits: Limits) -> Guest | None:
    """Return who of those waiting is given the next seat: the first whom the quotas let in."""
    waiting = (one for one in guests if one.state is SeatState.WAITING)
    return next((one for one in waiting if fits(one, guests, limits)), None)


def left_over(guests: Sequence[Guest], limits: Limits) -> Guest | None:
    """Return who waits the longest while a seat is free, whatever the quotas."""
    seated = sum(one.state is SeatState.SEATED for one in guests)
    waiting = (one for one in guests if one.state is SeatState.WAITING)
    return next(waiting, None) if seated < limits.seats else None
