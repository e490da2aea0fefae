"""Read what a spreadsheet program saves into grids, and write sheets that it opens."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import ClassVar, Final

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from services.gateway.domain.directory.grid import MOST_COLUMNS, MOST_ROWS, Grid, plain
from shared.kernel.errors import Invalid, TooLarge

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHEETS: Final = 50
MOST_PARTS: Final = 500
MOST_UNPACKED: Final = 64 * 1024 * 1024
MOST_MERGED: Final = 20_000
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z0-9:$]{2,24})"')
_ZIP: Final = b"PK\x03\x04"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_UNREADABLE: Final = (
    *(zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError),
    *(AttributeError, IndexError, OSError, EOFError, SyntaxError, RuntimeError, zlib.error),
)
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
Rows = Sequence[Sequence[str]]


class NotASheet(Invalid):
    """The bytes are neither a workbook (.xlsx) nor a CSV text."""

    slug: ClassVar[str] = "not-a-sheet"


class SheetTooLarge(TooLarge):
    """More than is read: rows, sheets, or bytes once unpacked."""

    slug: ClassVar[str] = "sheet-too-large"


def grids_of(content: bytes, name: str) -> tuple[Grid, ...]:
    """Return the visible sheets of a file; raises ``NotASheet`` or ``SheetTooLarge``."""
    if content.startswith(_ZIP):
        return tuple(_workbook(content))
    if content.startswith(_OLD_EXCEL):
        raise NotASheet("这是旧版 .xls 文件，请在表格软件里另存为 .xlsx 后再上传。")
    return (Grid(sheet=name, rows=_numbered(_said(_csv_rows(content)))),)


def _workbook(content: bytes) -> Iterator[Grid]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _weigh(archive)
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheets = [one for one in book.worksheets if one.sheet_state == "visible"]
            for sheet in sheets[:MOST_SHEETS]:
                sheet.reset_dimensions()
                cells = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
                rows = _said([plain(value) for value in row] for row in cells)
                _spread(rows, archive.read(sheet._worksheet_path))  # noqa: SLF001 - read-only sheets do not tell what is merged
                yield Grid(sheet=sheet.title, rows=_numbered(rows))
    except _UNREADABLE as error:
        raise NotASheet("这个文件打不开，请在表格软件里另存为 .xlsx 后再上传。") from error


def _weigh(archive: zipfile.ZipFile) -> None:
    """Refuse what grows too much on being unpacked; no part can be longer than it says."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
        raise SheetTooLarge("表格太大，请只保留需要导入的工作表，去掉图片后再上传。")


def _said(rows: Iterable[list[str]]) -> dict[int, list[str]]:
    """Return by number the rows that say anything."""
    found: dict[int, list[str]] = {}
    for number, row in enumerate(rows, start=1):
        if any(row):
            found[number] = row
        if len(found) > MOST_ROWS:
            raise SheetTooLarge(f"表格超过 {MOST_ROWS} 行，请分成几份上传。")
    return found


def _spread(rows: dict[int, list[str]], xml: bytes) -> None:
    """Give every cell of a merged range what its first cell says."""
    for count, found in enumerate(_MERGED.finditer(xml)):
        left, top, right, bottom = range_boundaries(found[1].decode())
        if count > MOST_MERGED or None in (left, top, right, bottom):
            raise SheetTooLarge("合并的单元格太多，请取消合并后再上传。")
        said = "".join(rows.get(top, [])[left - 1 : left])
        for number in range(top, min(bottom, top + MOST_ROWS) + 1):
            row = rows.get(number, [])
            row[left - 1 : right] = [said] * len(row[left - 1 : right])


def _csv_rows(content: bytes) -> list[list[str]]:
    text = _text(content)
    first = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
    mark = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows: list[list[str]] = []
    try:
        for cells in reader:
            rows += [[] for _ in range(len(rows), reader.line_num - 1)]
            rows.append([plain(cell) for cell in cells[:MOST_COLUMNS]])
    except csv.Error as error:
        raise NotASheet("CSV 里的引号没有成对，请在表格软件里另存一份再上传。") from error
    return rows


def _text(content: bytes) -> str:
    for coding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else coding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotASheet("这个文件不是表格，请上传 .xlsx 或 CSV。")


def _numbered(rows: Mapping[int, list[str]]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    return tuple((at, tuple(row)) for at, row in rows.items() if not row[0].startswith("#"))


def workbook(title: str, rows: Rows) -> bytes:
    """Return a workbook of one sheet; every cell is a text and never a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        cells = [WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", one)) for one in row]
        for cell in cells:
            cell.data_type, cell.number_format = "s", "@"
            if number == 0:
                cell.font = Font(bold=True)
        sheet.append(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def csv_of(rows: Rows) -> bytes:
    """Return the rows as CSV for Excel; what could be taken for a formula gets a mark before it."""
    text = io.StringIO(newline="")
    safe = ([f"'{one}" if one.startswith(_RISKY) else one for one in row] for row in rows)
    csv.writer(text, lineterminator="\r\n").writerows(safe)
    return text.getvalue().encode("utf-8-sig")
