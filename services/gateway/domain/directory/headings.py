"""Find the row of headings in a sheet, whatever stands above it and however they are worded."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from services.gateway.domain.directory.grid import Findings, Flaw, Grid, Line, is_spoilt

Titles = Mapping[str, tuple[str, ...]]
DEPTH: Final = 15
_DECORATION: Final = re.compile(r"\(.*?\)|[\s*:_/]")
_SUMS: Final = ("合计", "小计", "总计", "共计", "制表", "填表", "备注", "说明", "注:")
_LEAST: Final = 2


def lines_of(
    grids: tuple[Grid, ...], titles: Titles, needed: tuple[str, ...], findings: Findings
) -> list[Line]:
    """Return the rows below the headings of every sheet that has some; none is a flaw."""
    found: list[Line] = []
    headed = False
    for grid in grids:
        at, places = _head(grid, titles)
        if at is None:
            findings.skipped.append(_note(grid.sheet, 1, "没有表头，整张表没有读"))
            continue
        headed = True
        found += _below(grid, at, places, (titles, needed), findings)
    if not headed:
        sheet = grids[0].sheet if grids else ""
        wanted = "、".join(titles[name][0] for name in needed)
        findings.flaws.append(_note(sheet, 1, f"没有找到表头，至少要有这些列：{wanted}"))
    return found


def _below(
    grid: Grid,
    at: int,
    places: Mapping[int, str],
    terms: tuple[Titles, tuple[str, ...]],
    findings: Findings,
) -> Iterator[Line]:
    titles, needed = terms
    head = next(cells for row, cells in grid.rows if row == at)
    findings.ignored += [text for i, text in enumerate(head) if text and i not in places]
    lacking = [name for name in needed if name not in places.values()]
    for name in lacking:
        findings.flaws.append(_note(grid.sheet, at, f"表头缺少“{titles[name][0]}”一列"))
    where = {name: f"{_letter(i)}({head[i]})" for i, name in reversed([*places.items()])}
    for row, cells in grid.rows:
        if row > at and not lacking:
            yield from _line(grid.sheet, row, cells, (places, where), findings)


def _line(
    sheet: str,
    row: int,
    cells: tuple[str, ...],
    columns: tuple[Mapping[int, str], Mapping[str, str]],
    findings: Findings,
) -> Iterator[Line]:
    places, where = columns
    said = [text for text in cells if text]
    if len(set(said)) <= 1 or said[0].startswith(_SUMS):
        findings.skipped.append(_note(sheet, row, f"“{said[0][:20]}”看起来是标题或合计，没有读"))
        return
    known: dict[str, str] = {}
    for index, name in places.items():
        text = cells[index] if index < len(cells) else ""
        known[name] = known.get(name) or text
    line = Line(sheet=sheet, row=row, cells=known, places=where, findings=findings)
    for name, text in known.items():
        if is_spoilt(text):
            line.wrong(name, "被表格软件改写了，请把该列设为“文本”后重填")
    yield line


def _head(grid: Grid, titles: Titles) -> tuple[int | None, Mapping[int, str]]:
    """Return the row that has most of the headings, among the first ones."""
    best: tuple[int | None, Mapping[int, str]] = (None, {})
    for row, cells in grid.rows[:DEPTH]:
        places = _places(cells, titles)
        if len(set(places.values())) >= max(_LEAST, len(set(best[1].values())) + 1):
            best = (row, places)
    return best


def _places(cells: tuple[str, ...], titles: Titles) -> dict[int, str]:
    known = {_bare(word): name for name, words in titles.items() for word in (name, *words)}
    return {i: known[_bare(text)] for i, text in enumerate(cells) if _bare(text) in known}


def _bare(text: str) -> str:
    return _DECORATION.sub("", text.lower())


def _letter(index: int) -> str:
    tens, ones = divmod(index, 26)
    return (chr(ord("A") + tens - 1) if tens else "") + chr(ord("A") + ones)


def _note(sheet: str, row: int, reason: str) -> Flaw:
    return Flaw(sheet=sheet, row=row, column="", reason=reason)
