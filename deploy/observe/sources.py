"""Read the product's own source files, to list what they log and measure."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = Path(__file__).resolve().parent
PACKAGES: Final = ("shared", "services", "deploy")


@dataclass(slots=True, frozen=True)
class Module:
    """A file of ours, parsed; ``name`` is its path from the project's root."""

    name: str
    tree: ast.Module

    @property
    def home(self) -> str:
        """Return who runs it: a service's name, ``deploy``, or ``shared`` for all of them."""
        first, second, *_ = self.name.split("/")
        return second if first == "services" else first


def modules() -> Iterator[Module]:
    """Yield every module that the product consists of, in order."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield Module(path.relative_to(ROOT).as_posix(), ast.parse(path.read_text()))
