"""What ``surveys.toml`` says about suggestions and promises."""

from datetime import datetime, time
from typing import Annotated

from pydantic import Field, field_validator

from services.survey.domain.campaigns.questions import Written
from services.survey.domain.voices.chasing import Chase
from services.survey.domain.workdays import WorkDays


class SuggestionRules(Written):
    """Answered within so many working days; whoever owes it is reminded so many before."""

    answer_days: Annotated[int, Field(ge=1, le=60)] = 5
    remind_days: Annotated[int, Field(ge=0, le=30)] = 1
    promise_remind_days: Annotated[int, Field(ge=0, le=30)] = 3
    closes: str = "18:00"

    @field_validator("closes")
    @classmethod
    def _is_hour(cls, value: str) -> str:
        try:
            time.fromisoformat(value)
        except ValueError as error:
            raise ValueError(f"看不懂时间“{value}”，请写成 18:00") from error
        return value

    def answer_by(self, given_at: datetime, days: WorkDays) -> Chase:
        """Return until when a suggestion is answered: a pure function of its start."""
        due_at = days.after(given_at, self.answer_days)
        return Chase(due_at=due_at, remind_at=days.before(due_at, self.remind_days))

    def keep_by(self, due_at: datetime, days: WorkDays) -> Chase:
        """Return when a promise's keeper is reminded of its day."""
        return Chase(due_at=due_at, remind_at=days.before(due_at, self.promise_remind_days))
