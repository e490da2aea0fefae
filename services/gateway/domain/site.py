"""What the pages need to know of an estate: its name, buildings and departments."""

from dataclasses import dataclass

from services.gateway.domain.directory import Building, Department
from shared.kernel.aggregate import Aggregate


@dataclass(slots=True, kw_only=True)
class Site(Aggregate):
    """An estate as its files describe it; its id is the estate's."""

    name: str
    buildings: tuple[Building, ...] = ()
    departments: tuple[Department, ...] = ()

    def revise(self, wanted: "Site") -> bool:
        """Become what the files say; tell whether anything changed."""
        said = (wanted.name, wanted.buildings, wanted.departments)
        if said == (self.name, self.buildings, self.departments):
            return False
        self.name, self.buildings, self.departments = said
        return True
