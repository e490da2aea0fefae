"""Say what is known of a past request: when it came, what it was, what people did with it."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from shared.contracts.words import Category, Channel, Urgency

Minutes = Annotated[float, Field(ge=0, le=60 * 24 * 400, allow_inf_nan=False)]
Short = Annotated[str, StringConstraints(max_length=64)]


class NotPast(ValueError):
    """A line of past requests cannot be read; the message names the line and what is wrong."""


class Counts(StrEnum):
    """What the minutes of work count: all time, or only the person's hours of duty."""

    ELAPSED = "elapsed"
    DUTY = "duty"


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rest(_Line):
    """A pause: begun so many minutes after the acceptance, lasting so many by the wall clock."""

    after: Minutes
    lasts: Minutes
    reason: Short


class Done(_Line):
    """What people did in one round, in minutes; None: it never came to that.

    ``accept`` counts from the moment somebody was told, ``arrive`` and ``resolve`` from the
    acceptance (these three as ``Past.counts`` says); ``feed_back`` from the resolution and
    ``answer`` from the feedback, by the wall clock; ``follow_up`` from the dissatisfied answer that
    began this round to the first responder's call, as ``Past.counts`` says.
    """

    accept: Minutes | None = None
    arrive: Minutes | None = None
    resolve: Minutes | None = None
    feed_back: Minutes | None = None
    answer: Minutes | None = None
    satisfied: bool = True
    follow_up: Minutes | None = None
    pauses: tuple[Rest, ...] = ()


class Past(_Line):
    """A past request without a person in it; what has no category and urgency is classified.

    ``cancel`` counts minutes by the wall clock from the submission; ``known_until`` is when it was
    written down, where it was not over yet: of what came later nothing is known.
    """

    submitted_at: AwareDatetime
    text: Annotated[str, StringConstraints(max_length=5000)] = ""
    category: Category | None = None
    urgency: Urgency | None = None
    channel: Channel = Channel.APP
    building: Short | None = None
    unit: Short | None = None
    taken_by: Short | None = None
    counts: Counts = Counts.DUTY
    rounds: tuple[Done, ...] = ()
    cancel: Minutes | None = None
    known_until: AwareDatetime | None = None

    @model_validator(mode="after")
    def _can_be_classified(self) -> Self:
        if not self.text and not (self.category and self.urgency):
            raise ValueError("wants category and urgency, or a text to classify")
        return self

    def counts_at_work(self, urgency: Urgency) -> Counts:
        """Return what the work's minutes count: an emergency is worked through, shift or no."""
        return Counts.ELAPSED if urgency is Urgency.URGENT else self.counts

    def done(self, number: int) -> Done:
        """Return what was done in a round (the first is 1); nothing after the last one known."""
        return self.rounds[number - 1] if number <= len(self.rounds) else Done()


def read_pasts(lines: Iterable[str | bytes]) -> Iterator[Past]:
    """Read JSON lines; raises ``NotPast``."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Past.model_validate_json(line)
        except ValidationError as error:
            fault = error.errors(include_input=False, include_url=False)[0]
            place = ".".join(map(str, fault["loc"]))
            raise NotPast(f"line {number}: {place}: {fault['msg']}") from error
