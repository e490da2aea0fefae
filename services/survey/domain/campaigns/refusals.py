"""What is said when a questionnaire cannot be saved, opened or answered, and what to do instead."""

from typing import ClassVar

from shared.kernel.errors import Invalid, Missing, Refused


class BadQuestionnaire(Invalid):
    """The questions contradict themselves or refer to what is not there."""

    slug: ClassVar[str] = "bad-questionnaire"


class BadAnswer(Invalid):
    """An answer does not fit its question."""

    slug: ClassVar[str] = "bad-answer"


class BallotUnknown(Missing):
    """The link is not one of ours, or the questionnaire was withdrawn."""

    slug: ClassVar[str] = "ballot-unknown"


class CampaignUnknown(Missing):
    """There is no such campaign in the estate."""

    slug: ClassVar[str] = "campaign-unknown"


class AlreadyAnswered(Refused):
    """The household has had its one answer."""

    slug: ClassVar[str] = "household-already-answered"


class CampaignNotOpen(Refused):
    """It has not opened yet, or is over."""

    slug: ClassVar[str] = "campaign-not-open"
    status: ClassVar[int] = 410


class CampaignBegun(Refused):
    """What has been sent to households cannot be withdrawn any more."""

    slug: ClassVar[str] = "campaign-begun"


class BadTimes(Invalid):
    """It would close before it opens, or remind when it is over."""

    slug: ClassVar[str] = "bad-campaign-times"


class TooFewToShow(Refused):
    """So few have answered that to show it would be to show who."""

    slug: ClassVar[str] = "too-few-to-show"
