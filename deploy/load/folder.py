"""Read an estate's folder as its editors' programs save it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

DIRECTORY: Final = ("estate.toml", "departments.csv", "staff.csv", "households.csv")
POLICY: Final = ("policy.toml", "departments.csv", "staff.csv", "roster.csv", "holidays.csv")


def read_files(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the text of those files that are there; the services say which are missing."""
    return {name: _text(folder / name) for name in names if (folder / name).is_file()}


def _text(path: Path) -> str:
    """Read UTF-8 with or without Excel's mark, or else what a Chinese Excel saves as "CSV"."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")
