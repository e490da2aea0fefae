"""Sort what is told into kinds that a person may want by different ways."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shared.contracts import conversations, forums, notices, requests, surveys
from shared.contracts.event import Event


class Kind(StrEnum):
    """What a message is about, as its reader would sort it."""

    PROGRESS = "progress"
    RESULT = "result"
    SURVEY = "survey"
    NOTICE = "notice"
    CONVERSATION = "conversation"


KINDS: Final[Mapping[type[Event], Kind]] = {
    requests.RequestResolved: Kind.RESULT,
    surveys.SurveyOpened: Kind.SURVEY,
    surveys.SurveyReminderDue: Kind.SURVEY,
    surveys.CampaignInvited: Kind.SURVEY,
    surveys.CampaignReminded: Kind.SURVEY,
    notices.NoticePublished: Kind.NOTICE,
    forums.ForumAnnounced: Kind.NOTICE,
    conversations.ConversationAnswered: Kind.CONVERSATION,
}
OPTIONAL: Final = frozenset({Kind.PROGRESS, Kind.SURVEY, Kind.NOTICE})


def kind_of(event: Event) -> Kind:
    """Return the kind of what is told of an event."""
    return KINDS.get(type(event), Kind.PROGRESS)
