"""What the reports on satisfaction show, as JSON and as sheets of a workbook."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final, Self

from services.survey.channels.workbook import Cell, Sheets
from services.survey.channels.workbook import Rows as Table
from services.survey.domain.answer import Answer
from services.survey.domain.satisfaction.after import Silent, WonBack
from services.survey.domain.satisfaction.figures import Figures, Point, Row
from services.survey.domain.satisfaction.sheet import Dimension
from services.survey.domain.survey import Survey
from shared.contracts.words import Category
from shared.web.operation import View

HEADINGS: Final[Mapping[str, str]] = {
    "asked": "发出",
    "unreached": "未送达",
    "answered": "回答",
    "satisfied": "满意",
    "dissatisfied": "不满意",
    "by_phone": "电话回访得到",
    "response_rate": "回收率",
    "reached_rate": "送达率",
    "satisfaction_rate": "满意率",
    "speed": "速度均分",
    "effect": "效果均分",
    "attitude": "态度均分",
}
_TITLES: Final[Mapping[Dimension, str]] = {
    Dimension.CATEGORY: "按类别",
    Dimension.BUILDING: "按楼栋",
    Dimension.DEPARTMENT: "按部门",
    Dimension.FIRST_RESPONDER: "按首问责任人",
}


class Overview(View):
    """The whole period, stretch by stretch, and who was won back; formulas by their name."""

    since: date
    until: date
    formulas: dict[str, str]
    total: Figures
    trend: list[Point]
    won_back: WonBack


class Rows(View):
    """The period by one dimension, the least satisfied first."""

    since: date
    until: date
    dimension: Dimension
    rows: list[Row]


class Found(View):
    """A survey behind a figure; whose it was the request says, to who may read that."""

    survey_id: str
    request_id: str
    number: str
    round: int
    opened_at: datetime
    category: Category
    building: str | None
    department: str | None
    first_responder: str | None
    assignee: str | None
    answer: Answer | None
    satisfied: bool | None
    by_phone: bool
    unreached: bool

    @classmethod
    def of(cls, survey: Survey) -> Self:
        """Return a survey as it is listed."""
        case = survey.case
        return cls(
            survey_id=survey.id,
            request_id=case.request_id,
            number=case.number,
            round=case.round,
            opened_at=survey.opened_at,
            category=case.category,
            building=case.reporter.place and case.reporter.place.building,
            department=case.department,
            first_responder=case.first_responder,
            assignee=case.assignee,
            answer=survey.answer,
            satisfied=survey.answer.satisfied if survey.answer else None,
            by_phone=survey.called_by is not None,
            unreached=survey.unreached_at is not None,
        )


class FoundSurveys(View):
    """Some of them; ``cursor`` goes on before that day."""

    surveys: list[Found]
    cursor: date | None = None


class SilentHouseholds(View):
    """Whom to call on, though they have not complained."""

    since: date
    until: date
    formula: str
    households: list[Silent]


def sheets_of(shown: Overview, tables: Mapping[Dimension, Sequence[Row]]) -> Sheets:
    """Return the report as tables."""
    period = f"{shown.since} 至 {shown.until}"
    won = shown.won_back
    total: Table = [["项目", period]]
    total += [[HEADINGS[name], value] for name, value in shown.total]
    total += [["有过不满意评价的诉求", won.dissatisfied], ["其中重新赢得满意", won.won_back]]
    total += [["挽回率", won.won_back_rate]]
    total += [[name, formula] for name, formula in shown.formulas.items()]
    spread: Table = [["起始日", *HEADINGS.values()]]
    spread += [[str(point.since), *_cells(point.figures)] for point in shown.trend]
    found: dict[str, Table] = {"概况与口径": total, "走势": spread}
    for dimension, rows in tables.items():
        table: Table = [[_TITLES[dimension].removeprefix("按"), *HEADINGS.values()]]
        table += [[row.name or row.key, *_cells(row.figures)] for row in rows]
        found[_TITLES[dimension]] = table
    return found


def _cells(figures: Figures) -> list[Cell]:
    return [getattr(figures, name) for name in HEADINGS]
