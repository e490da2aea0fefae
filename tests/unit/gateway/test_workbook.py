"""Files that spreadsheet programs save are read with care and written without formulas."""

import io
import zipfile

import pytest
from openpyxl import load_workbook

from services.gateway.channels import workbook
from services.gateway.channels.workbook import NotASheet, SheetTooLarge, csv_of, grids_of
from services.gateway.domain.directory import grid
from tests.support.sheets import xlsx

EVIL = '=HYPERLINK("http://evil","x")'


def packed(**parts: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        packed(hello=b"world"),
        b"PK\x03\x04 not a zip at all",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b'a,"b\n',
    ],
)
def test_what_is_no_sheet_is_refused(content: bytes) -> None:
    with pytest.raises(NotASheet):
        grids_of(content, "x")


def test_what_grows_too_much_on_unpacking_is_refused_before_it_is_unpacked() -> None:
    bomb = packed(**{"xl/worksheets/sheet1.xml": bytes(workbook.MOST_UNPACKED + 1)})
    assert len(bomb) < 100_000
    with pytest.raises(SheetTooLarge):
        grids_of(bomb, "x")


def test_a_far_away_cell_costs_no_million_rows() -> None:
    book = io.BytesIO(xlsx([["房号", "姓名"]]))
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    with zipfile.ZipFile(book) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(
        b"</sheetData>", far
    )
    assert [at for at, _ in grids_of(packed(**parts), "x")[0].rows] == [1]


def test_more_rows_than_are_read_are_refused_and_not_cut_off() -> None:
    rows = "房号,姓名\n" * (grid.MOST_ROWS + 1)
    with pytest.raises(SheetTooLarge):
        grids_of(rows.encode(), "x")


def test_a_cell_that_looks_like_a_formula_is_a_text_in_a_workbook() -> None:
    made = workbook.workbook("households", [("姓名",), (EVIL,)])
    cell = load_workbook(io.BytesIO(made)).worksheets[0]["A2"]
    assert (cell.data_type, cell.value) == ("s", EVIL)


@pytest.mark.parametrize("text", [EVIL, "+1", "-1", "@SUM(A1)"])
def test_a_cell_that_looks_like_a_formula_is_marked_in_csv_and_read_back_without(text: str) -> None:
    made = csv_of([("姓名", "房号"), (text, "1")])
    assert made.decode("utf-8-sig").splitlines()[1].lstrip('"').startswith("'")
    assert grids_of(made, "x")[0].rows[1][1][0] == text.replace("，", ",")
