"""Why a suggestion or a promise cannot be answered or ended, and what to do instead."""

from typing import ClassVar

from shared.kernel.errors import Invalid, Missing, Refused


class SuggestionUnknown(Missing):
    """There is no such suggestion in the estate, or it is not the asker's."""

    slug: ClassVar[str] = "suggestion-unknown"


class SuggestionOver(Refused):
    """It has been answered, or taken back."""

    slug: ClassVar[str] = "suggestion-answered"


class PledgeMissing(Invalid):
    """What is accepted becomes a promise: what, who, until when."""

    slug: ClassVar[str] = "pledge-missing"


class BadPledge(Invalid):
    """Its keeper is nobody of ours, or its day is past."""

    slug: ClassVar[str] = "bad-pledge"


class WhoseVoice(Invalid):
    """A member of staff writes down an owner's words: it must say whose."""

    slug: ClassVar[str] = "owner-missing"


class PromiseUnknown(Missing):
    """There is no such promise in the estate."""

    slug: ClassVar[str] = "promise-unknown"


class PromiseOver(Refused):
    """It has been kept, or given up."""

    slug: ClassVar[str] = "promise-ended"
