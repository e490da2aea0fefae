"""Keep an estate's survey files as they were put, one version after another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.survey.domain.files import Fault, Faults
from services.survey.domain.rules_file import RuleBook, read_rules
from shared.kernel.aggregate import Aggregate
from shared.kernel.ids import derived_id


@dataclass(slots=True, kw_only=True)
class EstateRules(Aggregate):
    """The files of one estate, by name; a file that was not put stays as it was."""

    files: list[tuple[str, str]] = field(default_factory=list)
    put_by: str | None = None
    put_at: datetime | None = None

    @classmethod
    def none_yet(cls, estate: str) -> "EstateRules":
        """Return the rules of an estate that has put none: those of the service."""
        return cls(id=rules_id(estate), estate=estate)

    def put(self, files: Mapping[str, str], *, by: str, at: datetime) -> list[Fault]:
        """Take over files if nothing is wrong with the whole; else change nothing, and say why."""
        together, faults = {**dict(self.files), **files}, Faults()
        read_rules(together, faults)
        if not faults.found and together != dict(self.files):
            self.files, self.put_by, self.put_at = sorted(together.items()), by, at
        return faults.found

    def book(self) -> RuleBook:
        """Return what the files say."""
        return read_rules(dict(self.files), Faults())


def rules_id(estate: str) -> str:
    """Return the id of an estate's rules."""
    return derived_id("survey-rules", estate)
