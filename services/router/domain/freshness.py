"""Tell who did what to a request since somebody looked at it, and refuse what is out of date."""

from collections.abc import Mapping
from typing import Final

from services.router.domain.history import Entry
from services.router.domain.refusals import Overtaken, Stale
from services.router.domain.rights import Person
from services.router.domain.rules import Rules
from services.router.domain.state import RequestState

_DEEDS: Final[Mapping[str, str]] = {
    "accept": "接单",
    "grab": "抢单",
    "arrive": "到场",
    "note": "添加进度",
    "pause": "暂停",
    "resume": "恢复",
    "resolve": "处理完毕",
    "assign": "改派",
    "reassign": "改派",
    "propose_transfer": "提出转派",
    "accept_transfer": "接受转派",
    "decline_transfer": "退回转派",
    "propose_hand_over": "提出首问交接",
    "hand_over": "接手首问",
    "decline_hand_over": "谢绝首问交接",
    "reclassify": "更正类别",
    "confirm": "核对",
    "correct_place": "更正地点",
    "merge": "合并",
    "unmerge": "拆分",
    "call": "登记电话",
    "cancel": "撤销",
    "urge": "催办",
    "close": "办结",
    "sign_off": "签字办结",
    "reopen": "重新打开",
    "page": "催办提醒",
}


def check_fresh(request: RequestState, who: Person, rules: Rules) -> None:
    """Refuse a move by somebody who has not seen how it stands; raises ``Stale``."""
    if who.seen is None or who.seen == request.version:
        return
    if who.seen > request.version:
        raise Stale("您提交的版本号不对，请刷新后再操作")
    if told := _since(request, who.seen, who, rules):
        raise Stale(f"您看到的内容已经过时：{told};请刷新后再操作")


def check_not_overtaken(request: RequestState, seen: int, who: Person, rules: Rules) -> None:
    """Refuse a move that another person's crossed; raises ``Overtaken``."""
    if told := _since(request, seen, who, rules):
        raise Overtaken(f"刚刚有人先操作了一步：{told};请刷新后再试")


def _since(request: RequestState, seen: int, who: Person, rules: Rules) -> str:
    """Tell what others did since, and what changed by itself; nothing if neither happened."""
    fresh = [entry for entry in request.history if entry.version > seen]
    telling = [entry for entry in fresh if entry.after or entry.by not in (None, who.id)]
    return "、".join(_said(entry, request, rules) for entry in telling[-3:])


def _said(entry: Entry, request: RequestState, rules: Rules) -> str:
    owner = "业主" if entry.by and entry.by == request.reporter.owner_id else "有人"
    member = rules.staff.get(entry.by or "")
    name = member.name if member else owner if entry.by else "系统"
    at = rules.calendar.local(entry.at)
    return f"{name} {at:%H:%M} 已{_DEEDS.get(entry.what, '更新')}"
