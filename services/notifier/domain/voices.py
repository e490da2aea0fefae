"""Say who is told of suggestions (意见和建议), promises and forums (座谈会)."""

from collections.abc import Callable, Mapping
from typing import Final

from services.notifier.domain.audience import Audience
from shared.contracts import forums, suggestions
from shared.contracts.event import Event
from shared.contracts.forums import Settled

Row = tuple[Audience, str, bool, Callable[[Event], bool]]


def _always(_: Event) -> bool:
    return True


def _for_nobody_in_particular(event: Event) -> bool:
    return not getattr(event, "recipients", ())


def _promised(event: Event) -> bool:
    return isinstance(event, forums.QuestionSettled) and event.how is Settled.PROMISE


def _staff(template: str) -> tuple[Row, Row]:
    """Return the rows for those named in the event, or for the clerks where it names nobody."""
    return (
        (Audience.RECIPIENTS, template, False, _always),
        (Audience.CLERKS, template, False, _for_nobody_in_particular),
    )


def _owner(template: str, *, chased: bool = False) -> Row:
    return (Audience.OWNER, template, chased, _always)


VOICES: Final[Mapping[type[Event], tuple[Row, ...]]] = {
    suggestions.SuggestionTaken: (_owner("owner.suggestion-taken"), *_staff("staff.suggestion")),
    suggestions.SuggestionDue: _staff("staff.suggestion-due"),
    suggestions.SuggestionAnswered: (_owner("owner.suggestion-answered", chased=True),),
    suggestions.PromiseMade: _staff("staff.promise"),
    suggestions.PromiseDue: _staff("staff.promise-due"),
    suggestions.PromiseMoved: (
        _owner("owner.promise-moved"),
        (Audience.RECIPIENTS, "staff.promise-moved", False, _always),
    ),
    suggestions.PromiseEnded: (_owner("owner.promise-ended"),),
    forums.ForumAnnounced: (_owner("owner.forum"),),
    forums.SeatChanged: (_owner("owner.seat"),),
    forums.QuestionSettled: ((Audience.OWNER, "owner.question-settled", False, _promised),),
    forums.ForumLacking: _staff("staff.forum-lacking"),
}
