"""Read the sample messages beside this file, which were written for training the model.

A file is named after its category (``fees_more.txt`` is fees too); a line ``# urgent`` sets the
urgency of the lines after it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shared.contracts.words import Category, Urgency

FOLDER: Final = Path(__file__).with_name("samples")
HEADING: Final = "# "


@dataclass(slots=True, frozen=True, kw_only=True)
class Example:
    """A message with the answer that it should get."""

    text: str
    category: Category
    urgency: Urgency


def examples() -> list[Example]:
    """Return every sample message, in the order of file names and lines."""
    return [example for path in sorted(FOLDER.glob("*.txt")) for example in _file(path)]


def _file(path: Path) -> Iterator[Example]:
    category = Category(path.stem.split("_")[0])
    urgency = Urgency.GENERAL
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(HEADING):
            urgency = Urgency(line.removeprefix(HEADING))
        elif line:
            yield Example(text=line, category=category, urgency=urgency)
