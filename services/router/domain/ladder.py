"""Climb a promise's ladder: who is told at which moment, each rung once, then again and again."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from services.router.domain.clocks import Clock
from services.router.domain.spans import read_length

_RUNG: Final = re.compile(
    r"(?P<when>开始后|到期前|到期后|到期)\s*(?P<length>\d+\s*[^\W\d]+?)?\s*(?:提醒|通知|转告)\s*(?P<tell>.+)"
)


class Tell(StrEnum):
    """Who is told."""

    ASSIGNEE = "assignee"
    FIRST_RESPONDER = "first_responder"
    NEXT_ON_DUTY = "next_on_duty"
    HEAD = "head"
    MANAGER = "manager"


SPOKEN: Final[Mapping[str, Tell]] = {
    "处理人": Tell.ASSIGNEE,
    "首问责任人": Tell.FIRST_RESPONDER,
    "下一位值班": Tell.NEXT_ON_DUTY,
    "部门负责人": Tell.HEAD,
    "经理": Tell.MANAGER,
}

_ADVICE: Final = (
    "看不懂的催办步骤“{}”，请写成“开始后10分钟 提醒处理人”或“到期 通知部门负责人”，可通知:"
    + "、".join(SPOKEN)
)


@dataclass(slots=True, frozen=True)
class Rung:
    """One step: ``offset`` after the clock's start, or round its due time (negative: before it)."""

    tell: Tell
    offset: timedelta
    from_start: bool
    words: str

    def moment(self, clock: Clock) -> datetime:
        """Return when this step falls due on ``clock``."""
        return (clock.started_at if self.from_start else clock.due_at) + self.offset


@dataclass(slots=True, frozen=True)
class Ladder:
    """A clock's steps, and how often it pages again once all are taken and it is overdue."""

    rungs: tuple[Rung, ...] = ()
    again: timedelta = timedelta(hours=24)

    def reached(self, clock: Clock, now: datetime) -> list[Rung]:
        """Return the steps not yet taken whose moment has come, the earliest first."""
        waiting = [rung for rung in self._waiting(clock) if rung.moment(clock) <= now]
        return sorted(waiting, key=lambda rung: rung.moment(clock))

    def pages_again(self, clock: Clock, now: datetime) -> bool:
        """Tell whether an overdue clock that has no step left must page once more."""
        again = self._again_at(clock)
        return again is not None and again <= now

    def next_moment(self, clock: Clock) -> datetime | None:
        """Return when this clock must be looked at next; none when it has stopped."""
        if not clock.running:
            return None
        moments = [rung.moment(clock) for rung in self._waiting(clock)]
        if not clock.missed:
            moments.append(clock.due_at)
        again = self._again_at(clock)
        return min(moments) if moments else again

    def _waiting(self, clock: Clock) -> Iterator[Rung]:
        return (rung for rung in self.rungs if rung.words not in clock.taken)

    def _again_at(self, clock: Clock) -> datetime | None:
        if not (clock.running and clock.missed) or any(self._waiting(clock)):
            return None
        return (clock.paged_at or clock.due_at) + self.again


def read_rung(text: str) -> Rung:
    """Read a step such as ``到期前1小时 提醒处理人``; raises ``ValueError``."""
    match = _RUNG.fullmatch(text.strip())
    if match is None or match["tell"] not in SPOKEN:
        raise ValueError(_ADVICE.format(text))
    if (match["when"] == "到期") == bool(match["length"]):
        raise ValueError(_ADVICE.format(text))
    offset = read_length(match["length"]) if match["length"] else timedelta()
    sign = -1 if match["when"] == "到期前" else 1
    return Rung(SPOKEN[match["tell"]], sign * offset, match["when"] == "开始后", text.strip())
