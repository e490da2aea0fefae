"""Say what is wrong with an estate's files: which file, which line, why."""

from dataclasses import dataclass, field
from typing import NamedTuple


class Fault(NamedTuple):
    """One thing to mend; ``line`` 0 means the file as a whole."""

    file: str
    line: int
    reason: str


@dataclass(slots=True)
class Faults:
    """The faults found so far; reading goes on after a fault, so that all are told at once."""

    found: list[Fault] = field(default_factory=list)

    def add(self, file: str, line: int, reason: str) -> None:
        """Note a fault."""
        self.found.append(Fault(file, line, reason))
