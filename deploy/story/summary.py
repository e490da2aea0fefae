"""Print what the day came to, and whether every request came to where the script has it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rich.cells import cell_len
from rich.console import Console

from deploy.story.case import Case
from deploy.story.phones import Message
from deploy.story.tally import HEARD, KEPT, STEPS, Fact, Tally, by_category, by_urgency
from shared.contracts.requests import RequestAssigned
from shared.contracts.words import Category, Outlet, Urgency

NAMES: Final[Mapping[Category | Urgency, str]] = {
    Category.REPAIR: "repair 维修",
    Category.SANITATION: "sanitation 环卫",
    Category.SECURITY: "security 安保",
    Category.NEIGHBOUR: "neighbour 邻里",
    Category.FEES: "fees 收费",
    Category.SERVICE: "service 服务",
    Category.OTHER: "other 其他",
    Urgency.URGENT: "urgent 紧急",
    Urgency.IMPORTANT: "important 重要",
    Urgency.GENERAL: "general 一般",
}
OUTLETS: Final[Mapping[str, str]] = {
    Outlet.APP: "app",
    Outlet.WECHAT: "WeChat 微信",
    Outlet.SMS: "SMS 短信",
}
GROUPS: Final = (("", 21), ("in time 按时", 25), ("median seconds 用时", 36), ("owners 业主", 17))
COLUMNS: Final = (
    ("", "", 15),
    ("asked", "诉求", 5),
    ("taken", "接单", 6),
    ("there", "到场", 5),
    ("done", "处理", 5),
    ("told", "反馈", 5),
    ("heard", "受理", 5),
    ("taken", "接单", 5),
    ("there", "到场", 5),
    ("done", "处理", 5),
    ("told", "反馈", 5),
    ("said", "评价", 5),
    ("happy", "满意", 6),
    ("later", "回访", 5),
    ("off", "撤销", 4),
)


def print_summary(cases: Sequence[Case], messages: Sequence[Message], console: Console) -> bool:
    """Print everything; return whether all went as the script has it."""
    facts = tuple(facts_of(cases, messages))
    _say(console, "", *_header(), style="dim")
    _say(console, *(_line(NAMES[kind], some) for kind, some in by_category(facts).items()))
    _say(console, "", *(_line(NAMES[kind], some) for kind, some in by_urgency(facts).items()))
    _say(console, "", _line("all 合计", Tally(facts)), style="bold")
    _say(console, "", _outlets(cases, messages), _reading(cases))
    return _verdict(cases, console)


def facts_of(cases: Sequence[Case], messages: Sequence[Message]) -> Iterator[Fact]:
    """Yield what each request adds to the count."""
    for case in cases:
        if case.view:
            known = (case.request_id, RequestAssigned.type)
            told = (one.posted_at for one in messages if (one.about, one.because) == known)
            yield Fact.of(case.view, next(told, None))


def _header() -> Iterator[str]:
    yield "".join(_right(f"─ {name} ─" if name else "", width) for name, width in GROUPS)
    yield _cells([name for name, _, _ in COLUMNS])
    yield _cells([word for _, word, _ in COLUMNS])


def _line(name: str, tally: Tally) -> str:
    return _cells([name, *_values(tally)])


def _values(tally: Tally) -> Iterator[str]:
    yield str(len(tally.facts))
    for clock in KEPT:
        kept, ended = tally.in_time(clock)
        yield f"{kept}/{ended}" if ended else "–"
    for step in (HEARD, *STEPS):
        seconds = tally.median_of(step)
        yield _spoken(seconds)
    yield from map(str, (tally.satisfied_at_first, tally.satisfied_after, tally.cancelled))


def _spoken(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    return f"{seconds:.2f}" if seconds < 1 else f"{seconds:.1f}"


def _cells(texts: Sequence[str]) -> str:
    (first, *rest), (widest, *widths) = texts, [width for _, _, width in COLUMNS]
    name = first + " " * (widest - cell_len(first))
    return name + "".join(_right(text, width + 1) for text, width in zip(rest, widths, strict=True))


def _right(text: str, width: int) -> str:
    return " " * (width - cell_len(text)) + text


def _outlets(cases: Sequence[Case], messages: Sequence[Message]) -> str:
    ours = {case.request_id for case in cases}
    sent = Counter(one.outlet for one in messages if one.about in ours)
    phoned = sum(1 for case in cases if case.scene.prefers)
    told = ", ".join(f"{name} {sent[outlet]}" for outlet, name in OUTLETS.items())
    return f"notifications sent: {told}, phone 电话 {phoned}"


def _reading(cases: Sequence[Case]) -> str:
    misread = sum(case.misread for case in cases)
    read = sum(case.view is not None for case in cases)
    return f"category and urgency: {read - misread} read rightly, {misread} corrected by a clerk"


def _verdict(cases: Sequence[Case], console: Console) -> bool:
    wrong = [case for case in cases if case.faults]
    for case in wrong:
        who = f"{case.number or 'no number'} {case.scene.at} {case.scene.who}"
        _say(console, *(f"✗ {who}: {fault}" for fault in case.faults), style="red")
    good = len(cases) - len(wrong)
    verdict = f"{good} of {len(cases)} requests came to the state that the script expects"
    _say(console, verdict, style="bold red" if wrong else "bold green")
    return not wrong


def _say(console: Console, *lines: str, style: str = "") -> None:
    for line in lines:
        console.print(line, style=style, markup=False, highlight=False, soft_wrap=True)
