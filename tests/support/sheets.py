"""Make workbooks as property companies keep them."""

import io
from collections.abc import Sequence

from openpyxl import Workbook

Cell = str | int | float | None


def xlsx(rows: Sequence[Sequence[Cell]], *merged: str, title: str = "业主台账") -> bytes:
    """Return a workbook of one sheet, with these ranges merged."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for one in merged:
        sheet.merge_cells(one)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
