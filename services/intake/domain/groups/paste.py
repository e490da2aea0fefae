"""Make candidates of what was said in a group, each for a clerk to confirm with one press."""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import ClassVar, Final, Self

from services.intake.domain.caller import as_door
from services.intake.domain.groups.chat import Utterance, utterances
from services.intake.domain.groups.chatter import Why, agrees, chatter_in
from services.intake.domain.wording import LONGEST, clean, plain
from shared.kernel.aggregate import Aggregate
from shared.kernel.errors import Invalid, Missing
from shared.kernel.ids import derived_id

MOST: Final = 200
TOGETHER: Final = timedelta(minutes=10)
_DOOR: Final = re.compile(
    r"(?<![\dA-Za-z])[\dA-Za-z]{1,4}(?:\s*(?:号楼|栋|幢|座|#|—|–|-|\uff0d|/)\s*)"
    r"(?:[\dA-Za-z]{1,3}(?:\s*(?:单元|—|–|-|\uff0d|/)\s*))?\d{2,5}(?:室|房|号)?"
)


class NothingPasted(Invalid):
    """Nobody says anything in the text."""

    slug: ClassVar[str] = "nothing-pasted"


class TooMuchPasted(Invalid):
    """More than a clerk can go through."""

    slug: ClassVar[str] = "too-much-pasted"


class NoSuchCandidate(Missing):
    """The paste has no such candidate."""

    slug: ClassVar[str] = "no-such-candidate"


@dataclass(slots=True, frozen=True, kw_only=True)
class Candidate:
    """What may be a request: who said it when, in their own words, and what they quoted.

    ``chatter`` says why it probably is none; ``also`` are those who said that it is the same with
    them. ``owner_id`` is the owner whom the remark name points to, if it is one only.
    """

    id: str
    speaker: str
    text: str
    at: datetime | None = None
    until: datetime | None = None
    quote: str = ""
    door: str = ""
    chatter: Why | None = None
    also: tuple[str, ...] = ()
    owner_id: str | None = None
    owner_name: str | None = None
    request_id: str | None = None
    dismissed: bool = False

    @property
    def in_full(self) -> str:
        """The words with those that they answer, without which nobody may understand them."""
        return f"{self.text}\n（回复：{self.quote}）" if self.quote else self.text


@dataclass(slots=True, kw_only=True)
class Paste(Aggregate):
    """One text copied from a group; the same text makes the same paste."""

    group: str
    pasted_by: str
    pasted_at: datetime
    candidates: list[Candidate] = field(default_factory=list)

    @classmethod
    def of(cls, estate: str, text: str, group: str, by: str, at: datetime) -> Self:
        """Return a paste without its candidates yet."""
        return cls(
            id=derived_id("paste", estate, group, text.strip()),
            estate=estate,
            group=group,
            pasted_by=by,
            pasted_at=at,
        )

    def candidate(self, candidate_id: str) -> Candidate:
        """Return a candidate; raises ``NoSuchCandidate``."""
        found = next((one for one in self.candidates if one.id == candidate_id), None)
        if found is None:
            raise NoSuchCandidate("没有找到这条候选诉求，请刷新后再试。")
        return found

    def confirm(self, candidate_id: str, request_id: str) -> None:
        """Note the request that was made of a candidate."""
        self._put(replace(self.candidate(candidate_id), request_id=request_id, dismissed=False))

    def dismiss(self, candidate_id: str) -> None:
        """Note that a candidate is no request; one that became a request stays one."""
        known = self.candidate(candidate_id)
        self._put(replace(known, dismissed=known.request_id is None))

    def _put(self, changed: Candidate) -> None:
        self.candidates = [changed if one.id == changed.id else one for one in self.candidates]


def candidates_in(text: str, group: str, day: date, zone: tzinfo) -> list[Candidate]:
    """Return the candidates; raises ``NothingPasted`` or ``TooMuchPasted``."""
    said = utterances(plain(text), day, zone)
    if not said:
        raise NothingPasted("没有读到聊天内容，请从群里复制文字后再粘贴。", (("text", "没有内容"),))
    found: list[Candidate] = []
    for one in said:
        _take(found, one, group)
    if len(found) > MOST:
        raise TooMuchPasted(
            f"一次最多整理 {MOST} 条，请分几次粘贴。", (("text", f"读到 {len(found)} 条"),)
        )
    return found


def _take(found: list[Candidate], said: Utterance, group: str) -> None:
    """Add what was said: to what the speaker said just before, to what they agree with, or new."""
    words, quote = said.parted
    before = _same_speaker(found, said)
    last = next((i for i in reversed(range(len(found))) if not found[i].chatter), None)
    if agrees(words) and last is not None and found[last].speaker != said.speaker:
        also = tuple(dict.fromkeys((*found[last].also, said.speaker)))
        found[last] = replace(found[last], also=also)
    elif before is not None and _belongs(found[before], words):
        found[before] = _joined(found[before], words, said.at)
    else:
        found.append(_new(said, words, quote, group))


def _same_speaker(found: list[Candidate], said: Utterance) -> int | None:
    """Return the speaker's own candidate of the last minutes, if nobody's request came between."""
    for i in reversed(range(len(found))):
        if found[i].speaker == said.speaker and said.speaker:
            last = found[i].until
            near = last is None or said.at is None or timedelta() <= said.at - last <= TOGETHER
            return i if near else None
        if not found[i].chatter and said.at is None:
            return None
    return None


def _belongs(one: Candidate, words: str) -> bool:
    return one.chatter is None and len(one.text) + len(words) < LONGEST


def _joined(one: Candidate, words: str, at: datetime | None) -> Candidate:
    small = chatter_in(one.speaker, words) is Why.SMALL_TALK
    text = one.text if small else f"{one.text}\n{words}"
    return replace(one, text=text, until=at or one.until)


def _new(said: Utterance, words: str, quote: str, group: str) -> Candidate:
    text = clean(words[:LONGEST]) if words.strip() else quote
    moment = said.at.isoformat() if said.at else ""
    return Candidate(
        id=derived_id("candidate", group, said.speaker, moment, text),
        speaker=said.speaker,
        text=text,
        at=said.at,
        until=said.at,
        quote=quote,
        door=door_in(said.speaker) or door_in(text),
        chatter=chatter_in(said.speaker, words),
    )


def door_in(text: str) -> str:
    """Return the door in a remark name such as ``3-2-1201 王女士``, empty if there is none."""
    found = _DOOR.search(text)
    return as_door(re.sub(r"\s+", "", found[0]).removesuffix("号")) if found else ""
