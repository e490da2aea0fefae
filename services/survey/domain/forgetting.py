"""Take out of what was asked who was asked, and leave what was answered."""

from services.survey.domain.answer import Answer
from services.survey.domain.case import Case
from services.survey.domain.owner import Owner
from services.survey.domain.returns.return_call import WAITING, ReturnCall
from services.survey.domain.survey import Survey
from shared.contracts.event import Place
from shared.contracts.requests import Reporter


def forget(survey: Survey) -> bool:
    """Leave the ratings; the owner's own words go with their name."""
    survey.case, survey.answer = _nobody(survey.case), _wordless(survey.answer)
    return True


def forget_call(call: ReturnCall) -> bool:
    """Leave that somebody was called, and the ratings; False while the call is to be made."""
    if call.stand in WAITING:
        return False
    call.case, call.answer = _nobody(call.case), _wordless(call.answer)
    for attempt in call.attempts:
        attempt.note = ""
    return True


def forget_owner(owner: Owner) -> bool:
    """Ask this owner nothing any more."""
    owner.household, owner.building, owner.unit, owner.active = "", "", "", False
    owner.floor, owner.phone = None, None
    return True


def _nobody(case: Case) -> Case:
    home = case.reporter.place
    about = Place(building=home.building) if home and home.building else None
    return case.model_copy(update={"reporter": Reporter(place=about)})


def _wordless(answer: Answer | None) -> Answer | None:
    return answer.model_copy(update={"words": ""}) if answer else None
