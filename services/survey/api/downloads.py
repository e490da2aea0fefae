"""Hand out a campaign's results as a workbook."""

import asyncio
from urllib.parse import quote

from aiohttp import web

from services.survey.api.campaigns import looked_up
from services.survey.api.context import LEADS, work_of
from services.survey.api.results import Quote, Results, quotes_of, results_of
from services.survey.channels.workbook import Rows, Sheets, workbook
from services.survey.domain.campaigns.answering import Given
from services.survey.domain.campaigns.campaign import Campaign
from services.survey.ports import Work
from shared.web.audit import note
from shared.web.auth import Principal
from shared.web.operation import Routes, operation

routes = Routes()
_AT = "/api/v1/campaigns/{campaign_id}"
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
    summary: Rows = [
        ["问卷", shown.title],
        ["方式", "匿名" if shown.anonymous else "实名"],
        ["邀请户数", shown.invited],
        ["已答户数", shown.answered],
        ["回收率", shown.rate],
        ["已计入结果", shown.counted],
        ["与上期比较", shown.before or "无"],
    ]
    spread: Rows = [["题目", "行", "选项", "次数", "占比", "上期占比"]]
    means: Rows = [["题目", "楼栋", "答卷数", "平均分"]]
    for one in shown.findings:
        spread += [
            [one.text, part.row, choice.label, choice.number, choice.share, choice.before]
            for part in one.parts
            for choice in part.choices
        ]
        means += [[one.text, "全小区", one.answered, one.mean]] if one.mean else []
        means += [
            [one.text, at.building, "少于5份" if at.hidden else at.answered, at.mean]
            for at in one.buildings
        ]
    said: Rows = [["题目", "主题", "原话"]]
    said += [[one.question_id, "、".join(one.topics), one.words] for one in quotes]
    return {"概况": summary, "各题分布": spread, "楼栋比较": means, "业主原话": said}
