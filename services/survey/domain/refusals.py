"""What an owner is told when a survey cannot be answered, and what to do instead."""

from typing import ClassVar

from shared.kernel.errors import Missing, Refused, TooMany


class SurveyUnknown(Missing):
    """The link is not one of ours."""

    slug: ClassVar[str] = "survey-unknown"


class SurveyExpired(Refused):
    """It was not answered in time."""

    slug: ClassVar[str] = "survey-expired"
    status: ClassVar[int] = 410


class SurveyAlreadyAnswered(Refused):
    """The day of the answer is over; it stands."""

    slug: ClassVar[str] = "survey-already-answered"


class VerdictStands(Refused):
    """Satisfied or not has had its consequence; only words and ratings may be changed."""

    slug: ClassVar[str] = "survey-verdict-stands"


class SurveyClosed(Refused):
    """The request went on without the answer."""

    slug: ClassVar[str] = "survey-closed"


class TooManyWrongLinks(TooMany):
    """Somebody is guessing links."""

    slug: ClassVar[str] = "too-many-wrong-links"
