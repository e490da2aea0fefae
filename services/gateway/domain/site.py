"""What the pages need to know of an estate: its name, phone, buildings and departments."""

from dataclasses import dataclass

from services.gateway.domain.directory import Building, Department
from shared.contracts.estates import EstateChanged
from shared.kernel.aggregate import Aggregate


@dataclass(slots=True, kw_only=True)
class Site(Aggregate):
    """An estate as its files describe it; its id is the estate's."""

    name: str
    buildings: tuple[Building, ...] = ()
    departments: tuple[Department, ...] = ()
    phone: str | None = None

    def revise(self, wanted: "Site") -> bool:
        """Become what the files say; tell whether anything changed."""
        said = (wanted.name, wanted.buildings, wanted.departments, wanted.phone)
        if said == (self.name, self.buildings, self.departments, self.phone):
            return False
        self.name, self.buildings, self.departments, self.phone = said
        self.tell()
        return True

    def tell(self) -> None:
        """Record the particulars as they will stand once this is saved."""
        self.record(EstateChanged(name=self.name, phone=self.phone, version=self.version + 1))
