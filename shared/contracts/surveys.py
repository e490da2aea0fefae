"""Asking the owner (满意度调查), and the answer."""

from typing import Annotated, ClassVar

from pydantic import Field

from shared.contracts.event import Event, Id, Moment
from shared.contracts.requests import Reporter

Rating = Annotated[int, Field(ge=1, le=5)]


class SurveyOpened(Event):
    """An owner is asked about a request; ``path`` is the single-use page."""

    type: ClassVar[str] = "survey.opened.v1"

    survey_id: Id
    request_id: Id
    number: str
    reporter: Reporter
    path: str
    expires_at: Moment
    round: int = 1


class SurveyReminderDue(Event):
    """An owner has not answered for a day; told once a survey."""

    type: ClassVar[str] = "survey.reminder-due.v1"

    survey_id: Id
    request_id: Id
    number: str
    reporter: Reporter
    path: str
    expires_at: Moment
    round: int = 1


class SurveyAnswered(Event):
    """An owner has answered (处理速度, 处理效果, 工作人员态度)."""

    type: ClassVar[str] = "survey.answered.v1"

    survey_id: Id
    request_id: Id
    speed: Rating
    effect: Rating
    attitude: Rating
    solved: bool
    satisfied: bool
    answered_at: Moment
    words: str = ""
    round: int = 1
    assignee: str | None = None  # who did the work of that round
    first_responder: str | None = None
    department: str | None = None
    called_by: str | None = None  # who asked by phone (回访); None: the owner's own hand


class ReturnCallDue(Event):
    """Somebody other than who did the work is to call the owner back (回访)."""

    type: ClassVar[str] = "survey.return-call-due.v1"

    call_id: Id
    request_id: Id
    number: str
    reporter: Reporter
    due_at: Moment
    caller: str | None = None  # a member of staff; None: the clerks
    round: int = 1


class CampaignInvited(Event):
    """An owner is asked to answer a questionnaire for the household (问卷调查)."""

    type: ClassVar[str] = "survey.campaign-invited.v1"

    campaign_id: Id
    title: str
    reporter: Reporter
    path: str
    closes_at: Moment
    anonymous: bool = False


class CampaignReminded(CampaignInvited):
    """The household has not answered yet; told once a campaign."""

    type: ClassVar[str] = "survey.campaign-reminded.v1"
