"""Read a CSV file as rows that know their line, with Chinese or English headers and # comments."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from services.router.domain.faults import Faults

T = TypeVar("T")
Columns = Mapping[str, tuple[str, ...]]


@dataclass(slots=True, frozen=True)
class Row:
    """A row of a file: its line and its cells by our English names."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def need(self, column: str) -> str:
        """Return a cell that must not be empty; raises ``ValueError``."""
        if value := self[column]:
            return value
        raise ValueError(f"“{column}”不能为空")


@dataclass(slots=True, frozen=True)
class Sheet:
    """A kind of file: its name, its columns with their other names, those it cannot do without."""

    file: str
    columns: Columns
    needed: tuple[str, ...]

    def read(self, text: str, faults: Faults, make: Callable[[Row], T]) -> list[tuple[int, T]]:
        """Make one thing of each row, with its line; what cannot be made becomes a fault."""
        made = []
        for row in self._rows(text, faults):
            try:
                made.append((row.line, make(row)))
            except ValueError as error:
                faults.add(self.file, row.line, str(error))
        return made

    def mentioned(self, column: str, text: str) -> frozenset[str]:
        """Return what a column holds, also in rows that are faulty otherwise."""
        return frozenset(row[column] for row in self._rows(text, Faults()) if row[column])

    def _rows(self, text: str, faults: Faults) -> Iterator[Row]:
        lines = [
            (number, cells)
            for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1)
            if line.strip() and not line.lstrip().startswith("#")
            for cells in csv.reader([line])
        ]
        if not lines:
            return
        number, header = lines[0]
        names = [self._name(cell.strip()) for cell in header]
        if missing := [name for name in self.needed if name not in names]:
            faults.add(self.file, number, f"表头缺少：{'、'.join(missing)}")
            return
        for number, cells in lines[1:]:
            if len(cells) > len(names):
                faults.add(self.file, number, f"这一行有 {len(cells)} 格，表头只有 {len(names)} 格")
            yield Row(number, {n: c.strip() for n, c in zip(names, cells, strict=False)})

    def _name(self, header: str) -> str:
        for name, others in self.columns.items():
            if header == name or header in others:
                return name
        return header
