"""What the survey service hears, and who hears it."""

from typing import Final

from services.survey import handlers
from services.survey.handlers import promises, staff, suggestions
from services.survey.handlers.erasure import erase
from services.survey.handlers.owners import learn
from services.survey.handlers.resolved import hear_resolved
from services.survey.handlers.undone import hear_cancelled, hear_reopened
from shared.bus.subscriptions import on
from shared.contracts.conversations import OpinionGiven
from shared.contracts.forums import QuestionSettled
from shared.contracts.notifications import NotificationFailed
from shared.contracts.people import OwnerChanged, OwnerErased, StaffChanged
from shared.contracts.requests import (
    RequestCancelled,
    RequestClosed,
    RequestReopened,
    RequestResolved,
)
from shared.contracts.suggestions import SuggestionAnswered
from shared.contracts.surveys import SurveyAnswered

SUBSCRIPTIONS: Final = (
    on(OwnerChanged, learn),
    on(OwnerErased, erase),
    on(StaffChanged, staff.learn),
    on(RequestResolved, hear_resolved),
    on(RequestClosed, handlers.close),
    on(RequestCancelled, hear_cancelled),
    on(RequestReopened, hear_reopened),
    on(NotificationFailed, handlers.hear_failure),
    on(SurveyAnswered, handlers.hear_answer),
    on(OpinionGiven, suggestions.hear_opinion),
    on(SuggestionAnswered, promises.hear_answered),
    on(QuestionSettled, promises.hear_settled),
)
