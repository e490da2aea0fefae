"""What ``surveys.toml`` says about forums."""

from typing import Annotated

from pydantic import Field

from services.survey.domain.campaigns.questions import Written
from services.survey.domain.forums.seating import Limits


class ForumRules(Written):
    """Whether one a quarter is watched over, how early is warned, and how seats are given out."""

    quarterly: bool = True
    warn_days: Annotated[int, Field(ge=0, le=60)] = 15
    limits: Limits = Limits()
