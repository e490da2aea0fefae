"""Read ``policy.toml`` over the rule book, and say file, line and reason of every fault."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Final, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from services.router.domain.arrangements import read_confirming, read_grabs
from services.router.domain.calendar import Window
from services.router.domain.faults import Faults
from services.router.domain.hours import minute_of
from services.router.domain.incidents.terms import read_terms
from services.router.domain.ladder import Ladder, Rung, read_rung
from services.router.domain.policy import Policy
from services.router.domain.rulebook import RULE_BOOK
from services.router.domain.spans import Target, read_length, read_target
from services.router.domain.toml_lines import line_in_error, line_of
from services.router.domain.words_in_files import category_named
from shared.contracts.words import Category, ClockName, Urgency

FILE: Final = "policy.toml"
_SECTIONS: Final = tomllib.loads(RULE_BOOK)
T = TypeVar("T")
Table = Mapping[str, object]


def read_policy(text: str, faults: Faults) -> Policy:
    """Read a policy; where it is faulty the rule book stands, and the fault is added."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        faults.add(FILE, line_in_error(str(error), text), "不是合法的 TOML,请检查引号、括号和等号")
        given = {}
    return _Reading(text, faults, given).policy()


@dataclass(slots=True)
class _Reading:
    """One reading of one file."""

    text: str
    faults: Faults
    given: Table

    def policy(self) -> Policy:
        self._known(self.given, _SECTIONS, ())
        return Policy(
            zone=self._one("time_zone", _zone),
            windows=self._one("working_hours", _windows),
            hours=self._hours(),
            promises={urgency: self._promises(urgency) for urgency in Urgency},
            ladders={urgency: self._ladders(urgency) for urgency in Urgency},
            to_head=self._one("to_head", _urgencies),
            pause_reasons=self._pauses(),
            departments=self._departments(),
            urge_every=self._one("urge_every", _length),
            transfer_within=self._one("transfer_within", _length),
            hand_over_within=self._one("hand_over_within", _length),
            confirm=self._one("confirm", read_confirming),
            grabs=self._one("grab", read_grabs),
            incidents=self._one("incidents", read_terms),
        )

    def _one(self, key: str, read: Callable[[object], T]) -> T:
        if key in self.given:
            value = self._try(read, self.given[key], (key,))
            if value is not None:
                return value
        return read(_SECTIONS[key])

    def _promises(self, urgency: Urgency) -> dict[ClockName, Target]:
        return self._clocks("promises", urgency, _target)

    def _ladders(self, urgency: Urgency) -> dict[ClockName, Ladder]:
        again = self._again(urgency)
        rungs = self._clocks("ladder", urgency, _rungs)
        return {clock: Ladder(steps, again) for clock, steps in rungs.items()}

    def _again(self, urgency: Urgency) -> timedelta:
        value = self._section("ladder", urgency).get("again")
        if value is not None:
            read = self._try(_length, value, ("ladder", urgency, "again"))
            if read is not None:
                return read
        return read_length(_SECTIONS["ladder"][urgency]["again"])

    def _clocks(
        self, name: str, urgency: Urgency, read: Callable[[object], T]
    ) -> dict[ClockName, T]:
        book, own = _SECTIONS[name][urgency], self._section(name, urgency)
        self._known(own, dict.fromkeys([*ClockName, *book]), (name, urgency))
        values = {ClockName(key): read(value) for key, value in book.items() if key != "again"}
        for clock in ClockName:
            if clock in own:
                value = self._try(read, own[clock], (name, urgency, clock))
                values |= {} if value is None else {clock: value}
        return values

    def _pauses(self) -> dict[str, timedelta]:
        own = self._table(self.given.get("pause", _SECTIONS["pause"]), ("pause",))
        read = {
            reason: self._try(_length, value, ("pause", reason)) for reason, value in own.items()
        }
        return {reason: length for reason, length in read.items() if length is not None}

    def _departments(self) -> dict[Category, str]:
        own = self._table(self.given.get("departments", {}), ("departments",))
        pairs = {
            self._try(category_named, key, ("departments", key)): self._try(
                _text, value, ("departments", key)
            )
            for key, value in own.items()
        }
        return {key: value for key, value in pairs.items() if key and value}

    def _hours(self) -> dict[str, tuple[Window, ...]]:
        own = self._table(self.given.get("hours", {}), ("hours",))
        read = {post: self._try(_windows, value, ("hours", post)) for post, value in own.items()}
        return {post: windows for post, windows in read.items() if windows}

    def _section(self, name: str, urgency: Urgency) -> Table:
        outer = self._table(self.given.get(name, {}), (name,))
        self._known(outer, [*Urgency], (name,))
        return self._table(outer.get(urgency, {}), (name, urgency))

    def _table(self, value: object, path: tuple[str, ...]) -> Table:
        if isinstance(value, dict):
            return value
        self._fault(path, "这里应当是一节(表)")
        return {}

    def _known(self, table: Table, known: Iterable[str], path: tuple[str, ...]) -> None:
        for key in table:
            if key not in known:
                self._fault((*path, key), f"不认识“{key}”，可用：{'、'.join(known)}")

    def _try(self, read: Callable[[object], T], value: object, path: tuple[str, ...]) -> T | None:
        try:
            return read(value)
        except ValueError as error:
            self._fault(path, str(error))
            return None

    def _fault(self, path: tuple[str, ...], reason: str) -> None:
        line = line_of(self.text, path)
        if (FILE, line, reason) not in self.faults.found:
            self.faults.add(FILE, line, reason)


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"应当是一段文字，而不是 {value!r}")
    return value


def _target(value: object) -> Target:
    return read_target(_text(value))


def _length(value: object) -> timedelta:
    return read_length(_text(value))


def _rungs(value: object) -> tuple[Rung, ...]:
    return tuple(map(read_rung, _texts(value)))


def _urgencies(value: object) -> frozenset[Urgency]:
    known = {urgency.value: urgency for urgency in Urgency}
    if strange := [text for text in _texts(value) if text not in known]:
        raise ValueError(f"没有“{strange[0]}”这种紧急程度，可用：{'、'.join(known)}")
    return frozenset(known[text] for text in _texts(value))


def _texts(value: object) -> list[str]:
    if not isinstance(value, list):
        raise ValueError(f"应当是一列文字，如 [“…”, “…”],而不是 {value!r}")
    return [_text(item) for item in value]


def _zone(value: object) -> str:
    try:
        return ZoneInfo(_text(value)).key
    except (ZoneInfoNotFoundError, OSError) as error:
        raise ValueError(f"没有“{value}”这个时区，请写 Asia/Shanghai") from error


def _windows(value: object) -> tuple[Window, ...]:
    windows = tuple(_window(text) for text in _texts(value))
    if not windows:
        raise ValueError("至少要有一段工作时间")
    if any(later.start < earlier.end for earlier, later in pairwise(windows)):
        raise ValueError("工作时间要从早到晚写，不能重叠")
    return windows


def _window(text: str) -> Window:
    start, dash, end = text.partition("-")
    if not dash:
        raise ValueError(f"看不懂的工作时间“{text}”，请写成 08:30-12:00")
    window = Window(minute_of(start), minute_of(end))
    if window.start >= window.end:
        raise ValueError(f"工作时间“{text}”的结束早于开始或与它相同，请写成 08:30-12:00")
    return window
