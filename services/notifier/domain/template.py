"""Keep an estate's own versions of a text; version 0 is the built-in one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from shared.kernel.aggregate import Aggregate
from shared.kernel.errors import Missing
from shared.kernel.ids import derived_id

KEPT: Final = 50


@dataclass(slots=True, frozen=True, kw_only=True)
class Version:
    """A text as somebody wrote it."""

    number: int
    text: str
    by: str
    at: datetime
    note: str = ""


@dataclass(slots=True, kw_only=True)
class Template(Aggregate):
    """The versions of one text, oldest first; ``current`` says which one is sent."""

    name: str
    versions: tuple[Version, ...] = ()
    current: int = 0

    @property
    def text(self) -> str | None:
        """Return the estate's text, None where the built-in one stands."""
        return next((one.text for one in self.versions if one.number == self.current), None)

    def write(self, text: str, by: str, at: datetime, note: str = "") -> None:
        """Add a version, which is sent from now on."""
        number = max((one.number for one in self.versions), default=0) + 1
        version = Version(number=number, text=text, by=by, at=at, note=note)
        self.versions = (*self.versions, version)[-KEPT:]
        self.current = number

    def roll_back(self, number: int) -> str | None:
        """Send an older version again, 0 for the built-in one; return its text."""
        if number and number not in {one.number for one in self.versions}:
            raise Missing("没有这个版本，请从版本列表里选择。")
        self.current = number
        return self.text


def template_id(estate: str, name: str) -> str:
    """Return the id of an estate's text."""
    return derived_id("template", estate, name)


def blank(estate: str, name: str) -> Template:
    """Return a text of which the estate has no version of its own."""
    return Template(id=template_id(estate, name), estate=estate, name=name)
