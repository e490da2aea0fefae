"""Say what an event is about, whichever class it has."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from services.notifier.domain.talk import TALK
from shared.contracts import forums, incidents, notices, roster, suggestions, surveys
from shared.contracts.event import Event
from shared.contracts.requests import Reporter, RequestEvent, RequestFacts


@dataclass(slots=True, frozen=True)
class Subject:
    """What an event is about, and whose matter it is."""

    about: str
    round: int
    reporter: Reporter
    request: RequestFacts | None = None


_ABOUT: Final[tuple[tuple[type[Event] | tuple[type[Event], ...], str], ...]] = (
    (surveys.ReturnCallDue, "call_id"),
    (surveys.CampaignInvited, "campaign_id"),
    ((surveys.SurveyOpened, surveys.SurveyReminderDue), "request_id"),
    (TALK, "conversation_id"),
    (roster.LeaveChanged, "leave_id"),
    (roster.SwapChanged, "swap_id"),
    (notices.NoticePublished, "notice_id"),
    (suggestions.SuggestionEvent, "suggestion_id"),
    (suggestions.PromiseEvent, "pledge.promise_id"),
    ((forums.ForumAnnounced, forums.SeatChanged), "forum.forum_id"),
    (forums.QuestionSettled, "question_id"),
    (forums.ForumLacking, "quarter"),
)


def subject_of(event: Event) -> Subject:
    """Return the subject of any event that is told."""
    if isinstance(event, RequestEvent):
        facts = event.request
        return Subject(facts.request_id, facts.round, facts.reporter, facts)
    if isinstance(event, incidents.IncidentEvent):
        return Subject(event.incident.incident_id, 1, Reporter())
    for kind, name in _ABOUT:
        if isinstance(event, kind):
            reporter = getattr(event, "reporter", Reporter())
            return Subject(attrgetter(name)(event), getattr(event, "round", 1), reporter)
    raise TypeError(f"nobody is told of {event.type}")
