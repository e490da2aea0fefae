"""A message on a chat channel, and what its sender wants with it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from services.intake.domain.emergency import emergency_in
from services.intake.domain.questions import is_question


class Kind(StrEnum):
    """What a channel can bring; ``QUIET`` is an event that nobody awaits an answer to.

    ``REPORT`` says what became of a message of ours: its ``text`` is the outcome.
    """

    TEXT = "text"
    PICTURE = "picture"
    VOICE = "voice"  # without recognised words; with them it is TEXT
    LOCATION = "location"
    OTHER = "other"
    FOLLOWED = "followed"
    MENU = "menu"
    REPORT = "report"
    QUIET = "quiet"


class Intent(StrEnum):
    """What the sender wants."""

    REQUEST = "request"
    QUESTION = "question"
    GREETING = "greeting"
    THANKS = "thanks"
    CANCEL = "cancel"
    CLERK = "clerk"
    OPINION = "opinion"
    SHOWS = "shows"
    WELCOME = "welcome"
    HOW = "how"
    MINE = "mine"
    NOTICES = "notices"
    NOTHING = "nothing"


@dataclass(slots=True, frozen=True, kw_only=True)
class Message:
    """One message; ``key`` is the same when the platform repeats it.

    ``text`` is the words, the recognised words, a picture's address, a location's label, or the
    menu's key.
    """

    kind: Kind
    sender: str
    account: str
    key: str
    text: str = ""


_BY_KIND: Final[Mapping[Kind, Intent]] = {
    Kind.PICTURE: Intent.SHOWS,
    Kind.VOICE: Intent.SHOWS,
    Kind.LOCATION: Intent.SHOWS,
    Kind.OTHER: Intent.SHOWS,
    Kind.FOLLOWED: Intent.WELCOME,
    Kind.REPORT: Intent.NOTHING,
    Kind.QUIET: Intent.NOTHING,
}
_BY_MENU: Final[Mapping[str, Intent]] = {
    "REPORT": Intent.HOW,
    "MY_REQUESTS": Intent.MINE,
    "NOTICES": Intent.NOTICES,
    "CLERK": Intent.CLERK,
    "OPINION": Intent.OPINION,
}
_SMALL_TALK: Final[tuple[tuple[re.Pattern[str], Intent], ...]] = (
    (re.compile(r"(转|找|要|请)?(接)?人工(客服|服务)?|(找|联系)?客服|管家在吗"), Intent.CLERK),
    (
        re.compile(
            r"(你|您|大家)好[啊呀吗]?|hi|hello|嗨|哈喽|在吗|在不在|(早上|中午|下午|晚上)好|早"
        ),
        Intent.GREETING,
    ),
    (
        re.compile(
            r"(非常|十分|太)?(谢谢|感谢|多谢)(你|您|你们|您们|了|啦|物业)*|辛苦了?|3q|thx|thanks"
        ),
        Intent.THANKS,
    ),
    (re.compile(r"好的?|收到|知道了|明白了?|嗯+|哦+|ok|[12]"), Intent.THANKS),
    (re.compile(r"完成|没有?|无|好了|不用了?|没有照片|没了"), Intent.THANKS),
    (re.compile(r"取消(吧|了|报修)?|不报了|算了|撤回|撤销"), Intent.CANCEL),
)
_OPINION: Final = re.compile(
    r"(?:我?要?[提有](?:个|点|条|一条)?)?(?:意见和建议|意见建议|意见|建议)(?:$|\s*[:\uff1a]\s*|\s+)"
)
_MARKS: Final = re.compile(r"[\W_]+")
_SHOWN: Final[Mapping[Kind, str]] = {
    Kind.PICTURE: "[图片]",
    Kind.VOICE: "[语音]",
    Kind.LOCATION: "[位置]",
    Kind.OTHER: "[其他消息]",
    Kind.MENU: "[菜单]",
}


def intent_of(message: Message) -> Intent:
    """Tell what the sender wants; words that are no small talk and no mere question are a request.

    The menu's keys: REPORT, MY_REQUESTS, NOTICES, CLERK, OPINION.
    """
    if message.kind is Kind.MENU:
        return _BY_MENU.get(message.text, Intent.NOTHING)
    if message.kind is not Kind.TEXT:
        return _BY_KIND[message.kind]
    if _OPINION.match(message.text.strip()):
        return Intent.OPINION
    bare = _MARKS.sub("", message.text).lower()
    asks = is_question(message.text) and not emergency_in(message.text)
    other = Intent.QUESTION if asks else Intent.REQUEST
    return next((i for pattern, i in _SMALL_TALK if pattern.fullmatch(bare)), other)


def opinion_in(text: str) -> str:
    """Return what follows ``建议:`` or its like; the words themselves where nothing precedes."""
    plain = text.strip()
    found = _OPINION.match(plain)
    return plain[found.end() :].strip() if found else plain


def as_read(message: Message) -> str:
    """Return the message as a clerk reads it."""
    return f"{_SHOWN.get(message.kind, '')} {message.text}".strip()
