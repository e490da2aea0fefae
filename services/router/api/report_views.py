"""Show figures, their formulas, and the requests behind them."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from services.router.domain.reports import By, Facts, Figure, Outcome, Report
from services.router.domain.reports.question import label_of
from services.router.domain.reports.report import Counts, rate
from services.router.domain.rules import Rules
from shared.contracts.words import Category, Channel, Status, Urgency
from shared.web.operation import View


class FigureView(View):
    """A figure: ``good`` of ``counted``; those not (yet) counted are named beside."""

    figure: str
    name: str
    good: int
    counted: int
    uncounted: int
    rate: float | None


class GroupView(View):
    """The figures of one group; ``value`` is what to filter by, ``label`` its name."""

    value: str
    label: str
    figures: list[FigureView]


class FormulaView(View):
    """How a figure is reckoned."""

    figure: str
    name: str
    formula: str


class ReportView(View):
    """Figures of the requests submitted in a time; a rate is good ÷ counted."""

    since: datetime
    until: datetime
    requests: int
    by: By | None
    total: list[FigureView]
    groups: list[GroupView]
    formulas: list[FormulaView]


class BehindView(View):
    """A request behind a figure, and what it is to that figure."""

    request_id: str
    number: str
    outcome: Outcome
    submitted_at: datetime
    status: Status
    category: Category
    urgency: Urgency
    channel: Channel
    building: str | None
    department: str | None
    assignee: str | None
    first_responder: str | None
    round: int
    satisfied: bool | None


class BehindPage(View):
    """A page of them, the latest first."""

    figure: str
    formula: str
    requests: list[BehindView]
    cursor: str | None


def report_view(report: Report, times: tuple[datetime, datetime], rules: Rules) -> ReportView:
    """Show a report."""
    by = report.by
    labelled = [(value, label_of(value, by, rules)) for value in report.groups] if by else []
    return ReportView(
        since=times[0],
        until=times[1],
        requests=report.requests,
        by=by,
        total=_figures(report.figures, report.total),
        groups=[
            GroupView(
                value=value, label=label, figures=_figures(report.figures, report.groups[value])
            )
            for value, label in sorted(labelled, key=lambda pair: pair[1])
        ],
        formulas=[
            FormulaView(figure=one.name, name=one.spoken, formula=one.formula)
            for one in report.figures
        ],
    )


def behind_view(facts: Facts, outcome: Outcome) -> BehindView:
    """Show a request behind a figure."""
    names = BehindView.model_fields.keys() - {"request_id", "outcome"}
    return BehindView(
        request_id=facts.id, outcome=outcome, **{name: getattr(facts, name) for name in names}
    )


def _figures(figures: Sequence[Figure], counts: Counts) -> list[FigureView]:
    return [_figure(figure, counts[figure.name]) for figure in figures]


def _figure(figure: Figure, counted: Counter[Outcome]) -> FigureView:
    return FigureView(
        figure=figure.name,
        name=figure.spoken,
        good=counted[Outcome.GOOD],
        counted=counted[Outcome.GOOD] + counted[Outcome.BAD],
        uncounted=counted[Outcome.UNCOUNTED],
        rate=rate(counted),
    )
