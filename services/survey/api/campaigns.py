"""Plan campaigns from the console, look at them, cancel or close them."""

from contextlib import suppress
from datetime import datetime
from typing import Annotated, Self

from aiohttp import web
from pydantic import Field, StringConstraints

from services.survey.api.context import LEADS, MANAGERS, PAGES, ROUNDS, work_of
from services.survey.domain.campaigns.audience import Audience
from services.survey.domain.campaigns.campaign import Campaign, Sending, Stage
from services.survey.domain.campaigns.questions import Question, Questionnaire, Text
from services.survey.domain.campaigns.refusals import BadQuestionnaire, CampaignUnknown
from services.survey.domain.files import Faults
from services.survey.domain.paging import Turn as Page
from services.survey.domain.rules_file import read_questionnaire
from services.survey.handlers import campaigns
from services.survey.ports import Work
from shared.kernel.errors import Invalid, Seen
from shared.kernel.ids import derived_id
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Form, Routes, Sometime, View, operation

routes = Routes()
_AT = "/api/v1/campaigns/{campaign_id}"
_FILE = "questionnaire.toml"


class PlanForm(Form):
    """A campaign: its questions as JSON, or as the text of a file (``toml``)."""

    title: Text
    intro: Annotated[str, StringConstraints(max_length=1000)] = ""
    questions: Annotated[list[Question], Field(max_length=60)] = []
    toml: Annotated[str, StringConstraints(max_length=100_000, strip_whitespace=False)] = ""
    audience: Audience = Audience()
    anonymous: bool = False
    opens_at: Sometime
    remind_at: Sometime | None = None
    closes_at: Sometime
    series: Annotated[str, StringConstraints(max_length=64)] = ""
    period: Annotated[str, StringConstraints(max_length=32)] = ""


class Empty(Form):
    """Nothing more to say."""


class CampaignView(View):
    """A campaign as the staff see it; ``households`` have been invited so far."""

    campaign_id: str
    title: str
    intro: str
    anonymous: bool
    audience: Audience
    stage: Stage
    sending: Sending | None
    opens_at: datetime
    remind_at: datetime | None
    closes_at: datetime
    series: str
    period: str
    households: int
    questions: list[Question]

    @classmethod
    def of(cls, campaign: Campaign) -> Self:
        """Return a campaign as it stands."""
        return cls(
            campaign_id=campaign.id,
            title=campaign.title,
            intro=campaign.intro,
            anonymous=campaign.anonymous,
            audience=campaign.audience,
            stage=campaign.stage,
            sending=campaign.sending,
            opens_at=campaign.opens_at,
            remind_at=campaign.remind_at,
            closes_at=campaign.closes_at,
            series=campaign.series,
            period=campaign.period,
            households=campaign.households,
            questions=list(campaign.questionnaire.questions),
        )


class CampaignList(View):
    """Campaigns, the latest first; ``cursor`` goes on where this page ends."""

    campaigns: list[CampaignView]
    cursor: str | None = None


class Turn(Form):
    """Which page of the list."""

    cursor: Annotated[str, StringConstraints(max_length=64)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 20


@routes.post("/api/v1/campaigns")
@operation(roles=MANAGERS, status=201, headers=REPEATABLE)
async def plan(request: web.Request, who: Principal, form: PlanForm) -> CampaignView:
    """Plan a campaign; it opens by itself at its hour."""
    work = work_of(request, who)
    campaign = _campaign(form, who, work)
    with suppress(Seen):
        return CampaignView.of(await campaigns.plan(campaign, work))
    return await show(request, who, campaign.id)


@routes.get("/api/v1/campaigns")
@operation(roles=LEADS)
async def listed(request: web.Request, who: Principal, query: Turn) -> CampaignList:
    """List the estate's campaigns, the latest first."""
    found = await request.app[PAGES].campaigns(who.estate, Page(query.cursor, query.limit))
    return CampaignList(
        campaigns=[CampaignView.of(campaign) for campaign in found.rows], cursor=found.cursor
    )


@routes.get(_AT)
@operation(roles=LEADS)
async def show(request: web.Request, who: Principal, campaign_id: str) -> CampaignView:
    """Show a campaign."""
    return CampaignView.of(await looked_up(request, who, campaign_id))


@routes.post(f"{_AT}/cancel")
@operation(roles=MANAGERS, headers=REPEATABLE)
async def cancel(
    request: web.Request, who: Principal, campaign_id: str, form: Empty
) -> CampaignView:
    """Withdraw a campaign that nobody has been asked in."""
    with suppress(Seen):
        return CampaignView.of(await campaigns.cancel(campaign_id, work_of(request, who)))
    return await show(request, who, campaign_id)


@routes.post(f"{_AT}/close")
@operation(roles=MANAGERS, headers=REPEATABLE)
async def close(
    request: web.Request, who: Principal, campaign_id: str, form: Empty
) -> CampaignView:
    """Take no more answers."""
    with suppress(Seen):
        return CampaignView.of(await campaigns.close(campaign_id, work_of(request, who)))
    return await show(request, who, campaign_id)


async def looked_up(request: web.Request, who: Principal, campaign_id: str) -> Campaign:
    """Return a campaign of the caller's estate; raises ``CampaignUnknown``."""
    found = await request.app[ROUNDS].campaign(who.estate, campaign_id)
    if found is None:
        raise CampaignUnknown("没有找到这次问卷，请检查编号。")
    return found


def _campaign(form: PlanForm, who: Principal, work: Work) -> Campaign:
    return Campaign(
        id=derived_id("campaign", work.cause.id),
        estate=who.estate,
        title=form.title,
        intro=form.intro,
        questionnaire=_questionnaire(form),
        anonymous=form.anonymous,
        audience=form.audience,
        opens_at=max(form.opens_at, work.now),
        remind_at=form.remind_at,
        closes_at=form.closes_at,
        created_by=who.id,
        series=form.series,
        period=form.period,
    )


def _questionnaire(form: PlanForm) -> Questionnaire:
    if bool(form.toml) == bool(form.questions):
        raise Invalid("请写问题(questions),或者交一个问卷文件(toml),二者选一。")
    if form.toml:
        return _from_file(form.toml)
    questionnaire = Questionnaire(questions=tuple(form.questions))
    if faults := tuple(questionnaire.faults()):
        raise BadQuestionnaire("问卷有问题，请按提示修改。", faults)
    return questionnaire


def _from_file(text: str) -> Questionnaire:
    faults = Faults()
    read = read_questionnaire(_FILE, text, faults)
    if read is None or faults.found:
        told = tuple((f"{fault.file}:{fault.line}", fault.reason) for fault in faults.found)
        raise BadQuestionnaire("问卷文件有问题，请按提示修改。", told)
    return read
