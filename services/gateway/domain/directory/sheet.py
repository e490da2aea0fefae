"""Read a CSV sheet as Excel or WPS saves it, keeping the line of each row for the faults."""

import csv
import io
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

T = TypeVar("T")

NOTES: Final = frozenset({"", "note", "备注"})
_BETWEEN: Final = re.compile("[;\uff1b,\uff0c、|]")
_SPOILT: Final = re.compile(r"\d(\.\d+)?[eE]\+\d+")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong, in words for the one who edits the file; lines count from 1."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name in code and its headings in Chinese; ``needed`` in every row."""

    name: str
    headings: tuple[str, ...]
    needed: bool = True

    def __str__(self) -> str:
        """Return it as a fault names it."""
        return f"{self.name}({self.headings[0]})"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet; asking it for what it has not adds to the faults."""

    file: str
    line: int
    cells: Mapping[str, str]
    faults: list[Fault] = field(repr=False, compare=False)

    def text(self, name: str) -> str:
        """Return the cell, trimmed; empty when it is blank."""
        return self.cells.get(name, "")

    def parts(self, name: str) -> tuple[str, ...]:
        """Return what a cell lists, apart by ``;`` or ``、``, in its order."""
        return tuple(part.strip() for part in _BETWEEN.split(self.text(name)) if part.strip())

    def one(self, name: str, words: Mapping[str, T]) -> T | None:
        """Return the meaning of the cell's word; a word that is not in the list is a fault."""
        return next(iter(self._meanings(name, (self.text(name),), words)), None)

    def many(self, name: str, words: Mapping[str, T]) -> tuple[T, ...]:
        """Return the meanings of a cell's words."""
        return tuple(dict.fromkeys(self._meanings(name, self.parts(name), words)))

    def wrong(self, reason: str) -> None:
        """Note a fault of this row."""
        self.faults.append(Fault(self.file, self.line, reason))

    def _meanings(self, name: str, parts: Iterable[str], words: Mapping[str, T]) -> Iterator[T]:
        for part in filter(None, parts):
            if part.lower() in words:
                yield words[part.lower()]
            else:
                self.wrong(f"{name} 不认识“{part}”，可填：{'、'.join(words)}")


def read_sheet(file: str, text: str, columns: tuple[Column, ...], faults: list[Fault]) -> list[Row]:
    """Return the rows of a sheet; none when its headings do not fit."""
    lines = _records(file, text, faults)
    at, titles = next(lines, (1, []))
    names = _names(titles, columns)
    wrong = _heading_faults(titles, names, columns)
    faults.extend(Fault(file, at, reason) for reason in wrong)
    if wrong:
        return []
    rows = [
        Row(file, line, dict(zip(names, cells, strict=False)), faults)
        for line, cells in lines
        if not _too_long(Fault(file, line, "格数比表头多，请检查逗号和引号"), cells, names, faults)
    ]
    for row in rows:
        _check_cells(row, columns)
    return rows


def check_unique(rows: Iterable[tuple[Row, Hashable]], label: str) -> None:
    """Note a fault for each value that an earlier row has too; blank ones do not count."""
    first: dict[Hashable, int] = {}
    for row, value in rows:
        if value and first.setdefault(value, row.line) != row.line:
            row.wrong(f"{label}“{value}”与第 {first[value]} 行重复")


def _records(file: str, text: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line it begins on; blank ones and # comments are passed over."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            trimmed = [cell.strip() for cell in cells]
            if any(trimmed) and not trimmed[0].startswith("#"):
                yield line, trimmed
            line = reader.line_num + 1
    except csv.Error:
        faults.append(Fault(file, line, "引号没有成对，或格式不是 CSV"))


def _names(titles: list[str], columns: tuple[Column, ...]) -> list[str]:
    known = {heading: column.name for column in columns for heading in column.headings}
    return [known.get(title, title.lower()) for title in titles]


def _heading_faults(titles: list[str], names: list[str], columns: tuple[Column, ...]) -> list[str]:
    known = {column.name for column in columns}
    return [
        *(f"缺少列 {column}" for column in columns if column.name not in names),
        *(
            f"不认识的列“{title}”，请删去或改名；说明文字可放在 备注 列"
            for title, name in zip(titles, names, strict=True)
            if name not in known | NOTES
        ),
        *(f"列 {name} 出现了两次" for name in known if names.count(name) > 1),
    ]


def _too_long(fault: Fault, cells: list[str], names: list[str], faults: list[Fault]) -> bool:
    """Tell whether a record has more cells than there are headings, noting the fault."""
    if any(cells[len(names) :]):
        faults.append(fault)
        return True
    return False


def _check_cells(row: Row, columns: tuple[Column, ...]) -> None:
    for column in columns:
        if column.needed and not row.text(column.name):
            row.wrong(f"{column} 不能为空")
        if _SPOILT.fullmatch(row.text(column.name)):
            row.wrong(f"{column} 被改成了科学计数，请把该列设为“文本”后重填")
