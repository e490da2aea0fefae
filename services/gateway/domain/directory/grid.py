"""Hold a sheet as somebody typed it: rows of plain texts that know where they stand."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final

MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 60
_SPOILT: Final = re.compile(r"\d(\.\d+)?[eE]\+\d+|日期:.*|#(REF|NAME|VALUE|N/A|DIV/0)[!?]?")
_TEXT_MARK: Final = re.compile(r"'(?=[=+\-@])")


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Flaw:
    """What is wrong, in words for the one who keeps the sheet; rows count from 1."""

    sheet: str
    row: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A sheet: the rows that say anything, each with its number."""

    sheet: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(slots=True, kw_only=True)
class Findings:
    """What was found on reading sheets beside what they say.

    ``skipped`` are rows passed over with the reason, ``ignored`` columns that nobody needs.
    """

    flaws: list[Flaw] = field(default_factory=list)
    skipped: list[Flaw] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row below a heading: its texts by our names, and where each stands."""

    sheet: str
    row: int
    cells: Mapping[str, str]
    places: Mapping[str, str]
    findings: Findings

    def text(self, name: str) -> str:
        """Return the cell, empty when it is blank or there is no such column."""
        return self.cells.get(name, "")

    def has(self, name: str) -> bool:
        """Tell whether the sheet has such a column."""
        return name in self.places

    def wrong(self, name: str, reason: str) -> None:
        """Note what is wrong with a cell."""
        at = self.places.get(name, "")
        self.findings.flaws.append(Flaw(sheet=self.sheet, row=self.row, column=at, reason=reason))


def plain(value: object) -> str:
    """Return a cell's value as plain text: half-width, 1201 for 1201.0, 08:00 for a time of day."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, datetime | date):
        return f"日期:{value:%Y-%m-%d}"
    text = " ".join(unicodedata.normalize("NFKC", str(value)).split())
    return _TEXT_MARK.sub("", text, count=1) if text.startswith("'") else text


def is_spoilt(text: str) -> bool:
    """Tell whether a spreadsheet has made something else of what was typed."""
    return _SPOILT.fullmatch(text) is not None
