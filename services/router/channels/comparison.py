"""Show two runs beside each other: at the terminal with colours, or as JSON."""

from collections.abc import Mapping
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table
from rich.text import Text

from services.router.domain.simulation.tally import Promise, Tally, rows_of, together
from shared.contracts.words import ClockName, Role

_CLOCKS: Final[Mapping[ClockName, str]] = {
    ClockName.DISPATCH: "接单",
    ClockName.ARRIVAL: "到场",
    ClockName.RESOLUTION: "处理完毕",
    ClockName.FEEDBACK: "反馈",
    ClockName.FOLLOW_UP: "回访",
}
_ROLES: Final[Mapping[str, str]] = {
    Role.WORKER: "员工",
    Role.CLERK: "客服",
    Role.HEAD: "部门负责人",
    Role.MANAGER: "经理",
    Role.ADMIN: "管理员",
}


def shown(today: Tally, new: Tally) -> Group:
    """Return what a person reads: misses by clock and department, then who is paged how often."""
    heading = Text(f"{today.requests} 件诉求；同一批诉求按两套规则各走一遍")
    return Group(heading, _promises(today, new), _pages(today, new))


def plain(today: Tally, new: Tally) -> dict[str, object]:
    """Return the same for machines; minutes late are medians of what was missed."""
    return {
        "requests": today.requests,
        "clocks": [
            {
                "clock": row.clock,
                "department": row.department,
                "today": _figures(today.promises.get(row)),
                "new": _figures(new.promises.get(row)),
            }
            for row in rows_of(today, new)
        ],
        "pages": {"today": dict(today.pages), "new": dict(new.pages)},
        "open": {"today": today.open, "new": new.open},
    }


def _figures(promise: Promise | None) -> dict[str, float]:
    one = promise or Promise()
    return {"due": one.due, "missed": one.missed, "median_late_minutes": round(one.median_late, 1)}


def _promises(today: Tally, new: Tally) -> Table:
    table = Table(title="超过时限", title_justify="left", box=SIMPLE_HEAD)
    for name in ("时限", "部门"):
        table.add_column(name, no_wrap=True)
    for name in ("应守", "现行超时", "迟到中位", "新规超时", "迟到中位", "变化"):
        table.add_column(name, justify="right", no_wrap=True)
    rows = rows_of(today, new)
    for clock in ClockName:
        mine = [row for row in rows if row.clock is clock]
        for row in mine:
            pair = today.promises.get(row, Promise()), new.promises.get(row, Promise())
            table.add_row(_CLOCKS[clock], row.department, *_cells(*pair))
        if mine:
            pair = together(today, clock), together(new, clock)
            table.add_row(_CLOCKS[clock], "合计", *_cells(*pair), style="bold", end_section=True)
    return table


def _cells(today: Promise, new: Promise) -> tuple[str | Text, ...]:
    due = f"{today.due}" if today.due == new.due else f"{today.due}→{new.due}"
    return (
        due,
        _share(today),
        _minutes(today.median_late),
        _share(new),
        _minutes(new.median_late),
        _difference(new.missed - today.missed),
    )


def _share(promise: Promise) -> str:
    return f"{promise.missed} {promise.share:6.1%}" if promise.due else "–"


def _minutes(minutes: float) -> str:
    if not minutes:
        return ""
    return f"{minutes:.0f}分钟" if minutes < 120 else f"{minutes / 60:.1f}小时"


def _difference(more: int) -> Text:
    return Text(f"{more:+d}" if more else "=", style="red" if more > 0 else "green" if more else "")


def _pages(today: Tally, new: Tally) -> Table:
    table = Table(title="催办与升级(人次)", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("通知谁")
    for name in ("现行", "新规", "变化"):
        table.add_column(name, justify="right")
    for role in [role for role in Role if role in today.pages or role in new.pages]:
        before, after = today.pages[role], new.pages[role]
        table.add_row(_ROLES[role], str(before), str(after), _difference(after - before))
    return table
