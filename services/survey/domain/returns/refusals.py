"""Why a return call cannot be claimed or logged, and what to do instead."""

from typing import ClassVar

from shared.kernel.errors import Forbidden, Invalid, Refused


class DoersDoNotAsk(Forbidden):
    """Who did the work does not ask how it was."""

    slug: ClassVar[str] = "doers-do-not-ask"


class CallTaken(Refused):
    """A colleague has it."""

    slug: ClassVar[str] = "return-call-taken"


class CallOver(Refused):
    """It has ended."""

    slug: ClassVar[str] = "return-call-over"


class AnswerMissing(Invalid):
    """The owner was reached, but what they said is not there."""

    slug: ClassVar[str] = "answer-missing"
