"""Keep an estate's files as they were put, one version after another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.router.domain.faults import Fault, Faults
from services.router.domain.rules import Rules, read_rules
from shared.contracts.phone import Phone
from shared.kernel.aggregate import Aggregate


@dataclass(slots=True, kw_only=True)
class EstateFiles(Aggregate):
    """The files of one estate; a file that was not put stays as it was.

    They lie sealed as a whole, since the list of the staff has everybody's number.
    """

    files: dict[str, Phone] = field(default_factory=dict)
    put_by: str | None = None
    put_at: datetime | None = None

    def put(self, files: Mapping[str, str], *, by: str, at: datetime) -> list[Fault]:
        """Take over files if nothing is wrong with the whole; else change nothing, and say why.

        Files that are there already, as they are, change nothing either.
        """
        together, faults = {**self.files, **files}, Faults()
        read_rules(together, faults)
        if not faults.found and together != self.files:
            self.files, self.put_by, self.put_at = together, by, at
        return faults.found

    def rules(self) -> Rules:
        """Return the rules that the files make."""
        return read_rules(self.files, Faults(), self.version)
