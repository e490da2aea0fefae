"""Write tables as a workbook in which nothing that an owner wrote can become a formula."""

import io
from collections.abc import Mapping
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Cell = str | int | float | None
Rows = list[list[Cell]]
Sheets = Mapping[str, Rows]
_LEADING: Final = ("=", "+", "-", "@", "\t", "\r")
_BOLD: Final = Font(bold=True)


def workbook(sheets: Sheets) -> bytes:
    """Return the bytes of an ``.xlsx`` with a sheet each; the first row is the heading."""
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for number, row in enumerate(rows):
            sheet.append([_cell(sheet, value, heading=number == 0) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: Cell, *, heading: bool) -> WriteOnlyCell:
    """Return a cell; text stays text, also where a program reads it as a formula elsewhere."""
    if isinstance(value, str):
        value = _text(value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    if heading:
        cell.font = _BOLD
    return cell


def _text(value: str) -> str:
    plain = str(ILLEGAL_CHARACTERS_RE.sub("", value))
    return f"'{plain}" if plain.startswith(_LEADING) else plain
