"""Read an estate's folder as its editors' programs save it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

DIRECTORY: Final = ("estate.toml", "departments.csv", "staff.csv", "households.csv")
POLICY: Final = (
    *("policy.toml", "departments.csv", "staff.csv", "roster.csv", "holidays.csv"),
    "estate.toml",
)
SURVEYS: Final = "surveys.toml"
HOLIDAYS: Final = "holidays.csv"


def read_files(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the text of those files that are there; the services say which are missing."""
    return {name: _text(folder / name) for name in names if (folder / name).is_file()}


def survey_files(folder: Path) -> dict[str, str]:
    """Return ``surveys.toml``, the questionnaires beside it and the estate's own days off.

    Nothing without the first.
    """
    if not (folder / SURVEYS).is_file():
        return {}
    others = {*DIRECTORY, *POLICY}
    asked = (p.name for p in folder.glob("*.toml") if p.name not in others)
    return read_files(folder, (*asked, HOLIDAYS))


def _text(path: Path) -> str:
    """Read UTF-8 with or without Excel's mark, or else what a Chinese Excel saves as "CSV"."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")
