"""Write a report as an Excel workbook: figures, and the formulas behind them."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BOLD: Final = Font(bold=True)
_PERCENT: Final = "0.0%"
_ROOM: Final = 4
_WIDEST: Final = 90
Cell = str | int | float | None
Rows = Sequence[Sequence[Cell]]


def workbook(sheets: Iterable[tuple[str, Rows]]) -> bytes:
    """Return the workbook; each sheet's first row is its heading, shares are shown as percent.

    A text is only ever a text: one that begins with ``=`` is no formula.
    """
    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        _widths(sheet, rows)
        sheet.freeze_panes = "A2"
        for number, row in enumerate(rows):
            sheet.append([_cell(sheet, value, heading=number == 0) for value in row])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: Cell, *, heading: bool) -> WriteOnlyCell:
    text = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, value=text)
    if isinstance(value, str):
        cell.data_type = "s"
    if isinstance(value, float):
        cell.number_format = _PERCENT
    if heading:
        cell.font = _BOLD
    return cell


def _widths(sheet: WriteOnlyWorksheet, rows: Rows) -> None:
    for number in range(max(map(len, rows), default=0)):
        widest = max(_width(row[number]) for row in rows if number < len(row))
        sheet.column_dimensions[chr(ord("A") + number)].width = min(widest + _ROOM, _WIDEST)


def _width(value: Cell) -> int:
    return sum(2 if ord(sign) > 0x2E80 else 1 for sign in str(value if value is not None else ""))
