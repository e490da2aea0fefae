"""Split text copied from a group chat into what each person said, and when.

Known forms: WeChat for Windows and macOS (a line with name and time, the words below it), merged
messages as phones forward them (a line of dashes with the day, then name and time), ``name:`` or
``name: words``, each with dates between.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Final

from services.intake.domain.groups.moments import ALONE, WHEN, Calendar

_STOP: Final = r"。!?;:\uff01\uff1f\uff1b\uff1a"  # signs come plain and wide
_COLON: Final = r"\s*[:\uff1a]"
_BEFORE: Final = r"[\[(\uff08\u3010]?"
_AFTER: Final = r"[\])\uff09\u3011]"
_NAME: Final = rf"(?P<name>[^\s{_STOP}][^{_STOP}]{{0,39}}?)"
_FIRST: Final = rf"{_BEFORE}{WHEN}(?:{_AFTER}\s*|\s+)"
_HEAD: Final = re.compile(rf"{_NAME}\s+{_BEFORE}{WHEN}{_AFTER}?(?:{_COLON})?")
_TAIL: Final = re.compile(rf"{_FIRST}{_NAME}(?:{_COLON})?")
_DAY_FIRST: Final = re.compile(rf"{_FIRST}{_NAME}{_COLON}\s*(?P<words>\S.*)")
_NAMED: Final = re.compile(
    rf"(?P<name>[^\s,\uff0c{_STOP}][^,\uff0c{_STOP}]{{0,23}}?){_COLON}(?!//)\s*(?P<words>.*)"
)
_QUOTE: Final = re.compile(r"「(?P<quote>.+?)」\s*\n?(?:[-—–] ?){3,}\s*\n?", re.DOTALL)
_CITED: Final = re.compile(r"^(?:引用|回复)\s*(?P<quote>[^\n]+)\n", re.MULTILINE)


@dataclass(slots=True, kw_only=True)
class Utterance:
    """One message: who, when (None: not said), the words, and what it answers."""

    speaker: str
    at: datetime | None
    lines: list[str] = field(default_factory=list)

    @property
    def parted(self) -> tuple[str, str]:
        """Return the words, and those that they quote."""
        text = "\n".join(self.lines).strip()
        found = _QUOTE.match(text) or _CITED.match(text)
        if found is None:
            return text, ""
        return text[found.end() :].strip(), found["quote"].strip()


def utterances(text: str, day: date, zone: tzinfo) -> list[Utterance]:
    """Return what was said, in order; ``day`` stands where the text names none."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    calendar = Calendar(day, zone)
    spoken = [line for line in lines if not ALONE.fullmatch(line)]
    timed = any(_HEAD.fullmatch(line) or _TAIL.fullmatch(line) for line in spoken)
    said: list[Utterance] = []
    for line in lines:
        said.extend(_begun(line, calendar, timed=timed, said=said))
    return [one for one in said if one.lines and not all(map(ALONE.fullmatch, one.lines))]


def _begun(
    line: str, calendar: Calendar, *, timed: bool, said: list[Utterance]
) -> Iterator[Utterance]:
    """Yield the utterance that a line begins, or give the line to the one before."""
    if not line or _is_day(line, calendar):
        return
    found = _headed(line, timed=timed)
    if found is not None:
        groups = found.groupdict()
        at = calendar.read(found) if groups.get("hour") else calendar.at
        words = groups.get("words") or ""
        yield Utterance(speaker=found["name"].strip(), at=at, lines=[words] if words else [])
    elif said:
        said[-1].lines.append(line)
    else:
        yield Utterance(speaker="", at=calendar.at, lines=[line])


def _headed(line: str, *, timed: bool) -> re.Match[str] | None:
    if timed:
        return _HEAD.fullmatch(line) or _TAIL.fullmatch(line)
    return _DAY_FIRST.fullmatch(line) or _NAMED.fullmatch(line)


def _is_day(line: str, calendar: Calendar) -> bool:
    found = ALONE.fullmatch(line)
    if found is None or not any(found[name] for name in ("month", "near", "hour")):
        return False
    calendar.read(found)
    return True
