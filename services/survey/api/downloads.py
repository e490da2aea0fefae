"""Hand out a campaign's results as a workbook."""

import asyncio
from urllib.parse import quote

from aiohttp import web

from services.survey.api.campaigns import looked_up
from services.survey.api.context import LEADS, work_of
from services.survey.api.results import Quote, Results, quotes_of, results_of
from services.survey.channels.workbook import Cell, Rows, Sheets, workbook
from services.survey.domain.campaigns.answering import Given
from services.survey.domain.campaigns.campaign import Campaign
from services.survey.ports import Work
from shared.web.audit import note
from shared.web.auth import Principal
from shared.web.operation import Routes, operation

routes = Routes()
_AT = "/api/v1/campaigns/{campaign_id}"
_FEW = "少于5份"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@routes.get(f"{_AT}/results.xlsx")
@operation(roles=LEADS, produces=_XLSX)
async def book(request: web.Request, who: Principal, campaign_id: str) -> web.Response:
    """Hand out the results as a workbook."""
    campaign, work = await looked_up(request, who, campaign_id), work_of(request, who)
    shown = await results_of(request, who, campaign, work)
    quotes = [] if shown.hidden else [quote_ async for quote_ in quotes_of(campaign, work)]
    sheets = {**_sheets(shown, quotes), **await _named(campaign, work)}
    await note(request, who, "campaign.downloaded", campaign.id)
    body = await asyncio.to_thread(workbook, sheets)
    name = quote(f"{campaign.title}.xlsx")
    held = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return web.Response(body=body, content_type=_XLSX, headers=held)


async def _named(campaign: Campaign, work: Work) -> Sheets:
    """Return the sheet of who answered what, if they were told that it would be known."""
    if campaign.anonymous:
        return {}
    asked = campaign.questionnaire.questions
    rows: Rows = [["楼栋", "住户", *(question.text for question in asked)]]
    async for ticket, given in work.box.named(campaign.id):
        said = (given.get(question.id, "") for question in asked)
        rows.append([ticket.building, ticket.household, *map(_spoken, said)])
    return {"逐户答卷": rows}


def _spoken(given: Given) -> str | int:
    if isinstance(given, list):
        return "、".join(given)
    if isinstance(given, dict):
        return ";".join(f"{row}:{option}" for row, option in given.items())
    return given


def _sheets(shown: Results, quotes: list[Quote]) -> Sheets:
    turnout: Rows = [["楼栋", "邀请户数", "已答户数", "回收率"]]
    turnout += [[at.building, at.invited, at.answered, at.rate] for at in shown.buildings]
    said: Rows = [["题目", "主题", "原话"]]
    asked = {one.question_id: one.text for one in shown.findings}
    said += [[asked[one.question_id], "、".join(one.topics), one.words] for one in quotes]
    return {
        "概况": _summary(shown),
        "各题分布": _spread(shown),
        "楼栋比较": _means(shown),
        "楼栋选项": _by_building(shown),
        "楼栋回收": turnout,
        "业主原话": said,
    }


def _summary(shown: Results) -> Rows:
    return [
        ["问卷", shown.title],
        ["方式", "匿名" if shown.anonymous else "实名"],
        ["邀请户数", shown.invited],
        ["已答户数", shown.answered],
        ["回收率", shown.rate],
        ["已计入结果", shown.counted],
        ["与上期比较", shown.before or "无"],
    ]


def _spread(shown: Results) -> Rows:
    rows: Rows = [["题目", "行", "选项", "次数", "占比", "上期占比"]]
    rows += [
        [one.text, part.row, choice.label, choice.number, choice.share, choice.before]
        for one in shown.findings
        for part in one.parts
        for choice in part.choices
    ]
    return rows


def _means(shown: Results) -> Rows:
    rows: Rows = [["题目", "楼栋", "答卷数", "平均分", "上期平均分"]]
    for one in shown.findings:
        whole: list[Cell] = [one.text, "全小区", one.answered, one.mean, one.mean_before]
        rows += [whole] if one.mean else []
        rows += [
            [one.text, at.building, _FEW if at.hidden else at.answered, at.mean, at.before]
            for at in one.buildings
        ]
    return rows


def _by_building(shown: Results) -> Rows:
    rows: Rows = [["题目", "行", "楼栋", "答卷数", "选项", "占比"]]
    for one in shown.findings:
        for part in one.parts:
            labels = [choice.label for choice in part.choices]
            for at in part.buildings:
                base: list[Cell] = [one.text, part.row, at.building]
                base.append(_FEW if at.hidden else at.answered)
                told: Rows = [[*base, *pair] for pair in zip(labels, at.shares, strict=False)]
                rows += told or [base]
    return rows
