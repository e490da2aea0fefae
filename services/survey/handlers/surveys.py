"""Ask about each round of work, and take what the owner answers."""

from typing import Final

from services.survey.domain.answer import Answer
from services.survey.domain.case import Case, survey_id_of
from services.survey.domain.survey import End, Survey
from services.survey.handlers.erased import is_erased
from services.survey.ports import Work
from shared.contracts.notifications import NotificationFailed
from shared.contracts.requests import (
    RequestCancelled,
    RequestClosed,
    RequestEvent,
    RequestReopened,
    RequestResolved,
)
from shared.contracts.surveys import SurveyAnswered, SurveyOpened, SurveyReminderDue

_UNDONE: Final = frozenset({End.REOPENED, End.CANCELLED})
_ASKING: Final = frozenset({SurveyOpened.type, SurveyReminderDue.type})


async def open_survey(event: RequestResolved, work: Work) -> bool:
    """Ask the owner about the round that is done, unless it was asked about or is over.

    Return false if the round was done over or taken back before this was heard.
    """
    if event.request.told_with:
        return True
    case = Case.done(event)
    survey = await work.surveys.find(case.survey_id)
    if survey is None:
        survey = Survey.about(case, work.cause, work.terms)
        survey.open(work.links.path(survey.id))
        await work.surveys.save(survey)
    return survey.ended not in _UNDONE


async def close(event: RequestClosed, work: Work) -> None:
    """Stop asking about a request that is over."""
    await _end(event, Case.of(event.request), End.CLOSED, work)


async def cancel(event: RequestCancelled, work: Work) -> None:
    """Stop asking about a request that the owner took back."""
    await _end(event, Case.of(event.request), End.CANCELLED, work)


async def reopen(event: RequestReopened, work: Work) -> None:
    """Stop asking about the round before; the new one is asked about when it is done."""
    case = Case.of(event.request)
    await _end(event, case.model_copy(update={"round": case.round - 1}), End.REOPENED, work)


async def hear_failure(event: NotificationFailed, work: Work) -> None:
    """Make visible that an owner could not be asked."""
    if event.because in _ASKING:
        survey = await work.surveys.find(survey_id_of(event.about, event.round))
        if survey and survey.unreached(event.failed_at):
            await work.surveys.save(survey)


async def hear_answer(event: SurveyAnswered, work: Work) -> None:
    """Put what an owner said on the phone into the round's survey, if that has no answer yet."""
    if event.called_by is None:
        return
    survey = await work.surveys.find(event.survey_id)
    given = Answer.model_validate(event, from_attributes=True)
    if survey and survey.hear_call(given, event.answered_at, event.called_by):
        await work.surveys.save(survey)


async def answer(survey_id: str, given: Answer, work: Work) -> Survey:
    """Take what the owner says, or changes until midnight; return how the survey stands."""
    survey = await work.surveys.get(survey_id)
    survey.reply(given, work.now)
    if survey.events:
        await work.surveys.save(survey)
    return survey


async def remind(survey_id: str, work: Work) -> None:
    """Ask once more, if there is still something to be asked."""
    survey = await work.surveys.get(survey_id)
    survey.remind(work.links.path(survey_id), work.now)
    await work.surveys.save(survey)


async def _end(event: RequestEvent, case: Case, why: End, work: Work) -> None:
    """End the round's survey; one that has not opened yet is ended before it does.

    A message may come before an older one: what is written down here keeps a late
    request.resolved from asking about something that is over; an owner who was erased is not asked
    in any case.
    """
    survey = await work.surveys.find(case.survey_id)
    if survey is None and await is_erased(event, work):
        return
    if survey is None:
        survey = Survey.about(case, work.cause, work.terms)
    if survey.end(why):
        await work.surveys.save(survey)
