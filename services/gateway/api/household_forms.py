"""What the doors to households take and answer."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from services.gateway.domain.directory.words import LANDLINE, MOBILE, phone_of
from services.gateway.handlers.households import Room
from shared.contracts.event import Place
from shared.web.operation import Form, View


def _phone(text: str) -> str:
    phone = phone_of(text)
    if not (MOBILE.fullmatch(phone) or LANDLINE.fullmatch(phone)):
        raise ValueError("应为 11 位手机号，或带区号的固定电话")
    return phone


Short = Annotated[str, StringConstraints(max_length=32)]
Number = Annotated[str, StringConstraints(max_length=24), AfterValidator(_phone)]


class RoomForm(Form):
    """Which room; ``room`` alone may say all of it: 3栋2单元1201."""

    building: Short = ""
    unit: Short = ""
    room: Annotated[str, StringConstraints(min_length=1, max_length=64)]

    def as_room(self) -> Room:
        """Return it for the handlers."""
        return Room(building=self.building, unit=self.unit, room=self.room)


class Join(RoomForm):
    """A room, and the code that somebody there or the desk has given out."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{8}$")]


class MoveIn(RoomForm):
    """Who moves in where."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    phone: Number | None = None


class Why(StrEnum):
    """Why an owner leaves."""

    SOLD = "sold"
    RENTED = "rented"
    MOVED = "moved"
    OTHER = "other"


class Leave(Form):
    """Why, for the record."""

    why: Why = Why.MOVED


class LeaveHome(Form):
    """``sure`` must be true: the log-in ends with it."""

    sure: bool


class Decision(Form):
    """Whether the asker is let in."""

    approve: bool


class CodeView(View):
    """A code to be read out to who shall join; a new one ends the last."""

    code: str
    place: Place
    good_until: datetime


class JoiningView(View):
    """An ask to belong to a household."""

    joining_id: str
    owner_id: str
    name: str | None = None
    place: Place
    state: str
    asked_at: datetime


class Joinings(View):
    """The asks that nobody has settled."""

    items: list[JoiningView]


class Resident(View):
    """An owner of a room."""

    owner_id: str
    household_id: str
    name: str
    place: Place
    active: bool


class Left(View):
    """What happens now."""

    detail: str


class RoomView(View):
    """One of the rooms of the caller's phone, and the account there."""

    owner_id: str
    place: Place


class Rooms(View):
    """The rooms of the caller's phone."""

    items: list[RoomView]
