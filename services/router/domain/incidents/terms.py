"""Hold when reports count as one incident, and read it from the estate's policy."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.router.domain.spans import read_length


@dataclass(slots=True, frozen=True, kw_only=True)
class Terms:
    """The third report within ``window`` that is ``alike`` proposes an incident.

    ``joins``: new reports of a known one join by themselves; else their owners are asked.
    ``again``: how long an open incident may stand without a word before staff are paged again.
    """

    reports: int = 3
    window: timedelta = timedelta(hours=2)
    alike: float = 0.45
    joins: bool = True
    again: timedelta = timedelta(hours=2)


def read_terms(value: object) -> Terms:
    """Read the section ``[incidents]``; raises ``ValueError``."""
    if not isinstance(value, dict):
        raise ValueError("这里应当是一节(表)")
    if strange := [key for key in value if key not in _READ]:
        raise ValueError(f"不认识“{strange[0]}”，可用：{'、'.join(_READ)}")
    return Terms(**{key: _READ[key](given) for key, given in value.items()})  # type: ignore[arg-type]


def _reports(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 2:
        raise ValueError(f"reports 应当是 2 以上的整数，而不是 {value!r}")
    return value


def _alike(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise ValueError(f"alike 应当是 0 到 1 之间的数，而不是 {value!r}")
    return float(value)


def _joins(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"joins 应当是 true 或 false,而不是 {value!r}")
    return value


def _length(value: object) -> timedelta:
    if not isinstance(value, str):
        raise ValueError(f"应当是一段时长，例如 2小时，而不是 {value!r}")
    return read_length(value)


_READ: Final[Mapping[str, Callable[[object], object]]] = {
    "reports": _reports,
    "window": _length,
    "alike": _alike,
    "joins": _joins,
    "again": _length,
}
