"""The questionnaire's page for a household, without log-in: the link is the household's ticket."""

from contextlib import suppress
from datetime import datetime
from typing import Annotated

from aiohttp import web
from pydantic import Field, StringConstraints

from services.survey.api.context import BALLOTS, ROUNDS, WORK, by_link
from services.survey.domain.campaigns.answering import Given
from services.survey.domain.campaigns.campaign import LONGEST, Campaign, Stage
from services.survey.domain.campaigns.questions import MOST_WORDS, Key, Question
from services.survey.domain.campaigns.refusals import BallotUnknown
from services.survey.domain.campaigns.ticket import Ticket, ticket_id
from services.survey.handlers import balloting
from services.survey.ports import Work
from shared.contracts.envelope import Cause
from shared.contracts.words import Role
from shared.kernel.errors import Missing
from shared.kernel.ids import new_id
from shared.web.auth import Principal
from shared.web.operation import CLOCK, KEY, REPEATABLE, Form, Routes, View, operation

routes = Routes()
_GONE = "没有找到这份问卷，请从通知里的链接重新打开，或致电物业服务中心。"
Short = Annotated[str, StringConstraints(max_length=MOST_WORDS)]
Said = (
    Annotated[int, Field(strict=True)]
    | Short
    | Annotated[list[Short], Field(max_length=30)]
    | dict[Short, Short]
)


class Ballot(View):
    """What the page shows; ``anonymous`` is a promise that the page repeats."""

    title: str
    intro: str
    anonymous: bool
    closes_at: datetime
    questions: list[Question]
    answered: bool
    open: bool


class CastForm(Form):
    """The household's answers by question: a mark, words, a choice, choices, or row by row."""

    answers: Annotated[dict[Key, Said], Field(max_length=60)]


class Thanks(View):
    """The answer has been taken."""

    answered: bool = True
    anonymous: bool


class OpenBallot(View):
    """A questionnaire that waits for the household's answer; ``path`` is its page."""

    title: str
    path: str
    closes_at: datetime
    anonymous: bool


class OpenBallots(View):
    """What waits for my household's answer."""

    ballots: list[OpenBallot]


@routes.get("/api/v1/ballots/mine")
@operation(roles=frozenset({Role.OWNER}))
async def mine(request: web.Request, who: Principal) -> OpenBallots:
    """List the questionnaires that wait for my household's answer."""
    rounds, at = request.app[ROUNDS], request.app[CLOCK]()
    owner = await rounds.owner(who.estate, who.id)
    if owner is None:
        return OpenBallots(ballots=[])
    work, found = _work(request, who.estate), list[OpenBallot]()
    for campaign in await rounds.campaigns(who.estate, at - LONGEST):
        if campaign.stage is Stage.OPEN and at < campaign.closes_at:
            ticket = await work.box.ticket(ticket_id(campaign.id, owner.household))
            if ticket and not ticket.spent:
                found.append(
                    OpenBallot(
                        title=campaign.title,
                        path=request.app[BALLOTS].path(ticket.id),
                        closes_at=campaign.closes_at,
                        anonymous=campaign.anonymous,
                    )
                )
    return OpenBallots(ballots=found)


@routes.get("/api/v1/ballots/{token}")
@operation()
async def page(request: web.Request, token: str) -> Ballot:
    """Show the questions; no log-in, the link is the secret."""
    ticket, campaign = await _by_link(request, token)
    at = request.app[CLOCK]()
    is_open = campaign.stage is Stage.OPEN and at < campaign.closes_at
    return Ballot(
        title=campaign.title,
        intro=campaign.intro,
        anonymous=campaign.anonymous,
        closes_at=campaign.closes_at,
        questions=list(campaign.questionnaire.questions),
        answered=ticket.spent,
        open=is_open,
    )


@routes.post("/api/v1/ballots/{token}/answer")
@operation(headers=REPEATABLE)
async def answer(request: web.Request, token: str, form: CastForm) -> Thanks:
    """Take the household's one answer; a repeat under the same key is fine."""
    ticket, _ = await _by_link(request, token)
    key = request.headers.get(KEY) or new_id()
    given: dict[str, Given] = dict(form.answers)
    campaign = await balloting.cast(ticket, given, key, _work(request, ticket.estate))
    return Thanks(anonymous=campaign.anonymous)


async def _by_link(request: web.Request, token: str) -> tuple[Ticket, Campaign]:
    ticket_id = by_link(request, request.app[BALLOTS], token)
    ticket = await _work(request, "").box.ticket(ticket_id)
    if ticket is not None:
        with suppress(Missing):
            campaigns = _work(request, ticket.estate).campaigns
            return ticket, await campaigns.get(ticket.campaign)
    raise BallotUnknown(_GONE)


def _work(request: web.Request, estate: str) -> Work:
    """Return a unit of work that nothing remembers: no id of it goes into any document."""
    identity = new_id()
    at = request.app[CLOCK]()
    return request.app[WORK](
        Cause(id=identity, estate=estate or "any", at=at, correlation=identity)
    )
