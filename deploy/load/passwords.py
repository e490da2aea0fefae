"""Make first passwords that can be read out on the telephone, and keep those that there are."""

import csv
import io
import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

_CONSONANTS: Final = "bdfghjklmnprstwz"
_VOWELS: Final = "aeiou"


def passwords_for(usernames: Iterable[str], path: Path) -> str:
    """Return ``username,password`` as CSV; whoever has none in the file gets one there.

    What is in the file stays, also for those who are not asked about: a faulty staff.csv, read in
    part, must not cost anybody the password.
    """
    known = _read(path)
    wanted = {name: known.get(name) or new_password() for name in usernames}
    if wanted.keys() - known.keys():
        _write(path, _written(known | wanted))
    return _written(wanted)


def new_password() -> str:
    """Return three groups of four letters and one of digits: some 47 bits."""
    groups = ["".join(_syllable() for _ in range(2)) for _ in range(3)]
    return "-".join([*groups, f"{secrets.randbelow(1000):03d}"])


def _syllable() -> str:
    return secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS)


def _read(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    rows = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    return {row["username"]: row["password"] for row in rows}


def _written(passwords: Mapping[str, str]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("username", "password"))
    writer.writerows(passwords.items())
    return text.getvalue()


def _write(path: Path, text: str) -> None:
    """Write for the owner's eyes only, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.new")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    partial.replace(path)
