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
