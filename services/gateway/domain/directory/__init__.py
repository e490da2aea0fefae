"""Read the files that a property manager edits into a directory, or into a list of faults."""

from services.gateway.domain.directory.model import (
    Building,
    Department,
    Directory,
    Estate,
    ListedOwner,
    ListedStaff,
)
from services.gateway.domain.directory.parse import parse
from services.gateway.domain.directory.sheet import Fault

__all__ = [
    "Building",
    "Department",
    "Directory",
    "Estate",
    "Fault",
    "ListedOwner",
    "ListedStaff",
    "parse",
]
