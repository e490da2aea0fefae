"""Lay a report out as the sheets of a workbook, with Chinese headings."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from services.router.api.report_views import FigureView, ReportView
from services.router.channels.workbook import Cell, Rows
from services.router.domain.reports import By

_HEADING: Final = ("分组", "指标", "达标件数", "计入件数", "未计入件数", "比率")
_BY: Final[Mapping[By, str]] = {
    By.CATEGORY: "按类别",
    By.BUILDING: "按楼栋",
    By.DEPARTMENT: "按部门",
    By.FIRST_RESPONDER: "按首问责任人",
    By.CHANNEL: "按渠道",
    By.URGENCY: "按紧急程度",
}


def sheets(report: ReportView) -> Sequence[tuple[str, Rows]]:
    """Return the sheets: figures, groups if there are any, formulas."""
    found: list[tuple[str, Rows]] = [("指标", [_HEADING, *_rows("合计", report.total)])]
    if report.by:
        rows = [row for group in report.groups for row in _rows(group.label, group.figures)]
        found.append((_BY[report.by], [_HEADING, *rows]))
    formulas = [(one.name, one.formula) for one in report.formulas]
    span = f"{report.since:%Y-%m-%d %H:%M} 起，{report.until:%Y-%m-%d %H:%M} 止(不含)"
    facts = [("统计期间", span), ("期间提交", f"{report.requests} 件")]
    return [*found, ("口径", [("指标", "口径"), *formulas, *facts])]


def _rows(label: str, figures: Sequence[FigureView]) -> Iterator[Sequence[Cell]]:
    for one in figures:
        share = float(one.rate) if one.rate is not None else None
        yield label, one.name, one.good, one.counted, one.uncounted, share
