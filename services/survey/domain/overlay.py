"""Read ``holidays.csv``: the single days on which the estate differs from the official calendar."""

import csv
from collections.abc import Iterator
from datetime import date
from typing import Final

from services.survey.domain.files import Faults

FILE: Final = "holidays.csv"
_COLUMNS: Final = {"日期": "date", **dict.fromkeys(("上班", "是否上班"), "working")}
_SAID: Final = {
    **dict.fromkeys(("yes", "true", "1", "是", "班", "上班"), True),
    **dict.fromkeys(("no", "false", "0", "否", "休", "休息"), False),
}


def read_overlay(text: str, faults: Faults) -> dict[date, bool]:
    """Read which single days are worked; a line that cannot be read is a fault."""
    days: dict[date, bool] = {}
    for number, row in _rows(text):
        try:
            days[date.fromisoformat(row["date"])] = _SAID[row["working"].lower()]
        except (KeyError, ValueError):
            faults.add(FILE, number, "看不懂这一行，请写成 2026-10-01,yes(上班)或 no(休息)")
    return days


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row by its columns' names, with its line; lines that begin with # say nothing."""
    heading: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in next(csv.reader([line]), [])]
        if not any(cells) or line.lstrip("\ufeff ").startswith("#"):
            continue
        if heading:
            yield number, dict(zip(heading, cells, strict=False))
        else:
            heading = [_COLUMNS.get(cell.lstrip("\ufeff").lower(), cell) for cell in cells]
