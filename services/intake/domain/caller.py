"""Read what a clerk types about a caller: a door, a phone number, its last digits, a name."""

import re
from typing import Final, Literal, NamedTuple

from services.intake.domain.wording import narrow

Field = Literal["door", "room", "name", "phone", "phone_tail"]


class Clue(NamedTuple):
    """A field of the owner and the value to look for; names match by their beginning."""

    field: Field
    value: str


_BETWEEN: Final = re.compile(r"号楼|单元|[栋幢座#—–/-]")
_PHONE_MARKS: Final = re.compile(r"[\s()()+-]")
_PHONE: Final = re.compile(r"(?:86)?(1\d{10}|0\d{9,11})")
_DOOR: Final = re.compile(r"(?=.*\d)[\dA-Z]{1,5}(?:-[\dA-Z]{1,5}){1,2}")
_ROOM: Final = re.compile(r"\d{2,5}")


def as_door(place: str) -> str:
    """Return the one spelling of a door: ``3栋2单元1201室`` is ``3-2-1201``."""
    return _BETWEEN.sub("-", narrow(place).strip().upper().removesuffix("室").removesuffix("房"))


def clues(query: str) -> tuple[Clue, ...]:
    """Return what ``query`` may mean, the likeliest first."""
    plain = narrow(query).strip()
    if phone := _PHONE.fullmatch(_PHONE_MARKS.sub("", plain)):
        return (Clue("phone", phone[1]),)
    if _DOOR.fullmatch(door := as_door(plain)):
        return (Clue("door", door),)
    if not _ROOM.fullmatch(door):
        return (Clue("name", plain),)
    tail = (Clue("phone_tail", door),) if len(door) == 4 else ()
    return (*tail, Clue("room", door))
