"""Make first passwords that can be read out on the telephone, and keep those that there are."""

import csv
import hashlib
import io
import os
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

_CONSONANTS: Final = "bdfghjklmnprstwz"
_VOWELS: Final = "aeiou"


class _Kept(NamedTuple):
    """A password in the file; ``applied`` seals it with the gateway's mark once that has it."""

    password: str
    applied: str = ""


def passwords_for(usernames: Iterable[str], path: Path) -> str:
    """Return ``username,password`` as CSV; whoever has none in the file gets one there.

    What is in the file stays, also for those who are not asked about: a faulty staff.csv, read in
    part, must not cost anybody the password.
    """
    known = _read(path)
    wanted = {name: known.get(name) or _Kept(new_password()) for name in usernames}
    if wanted.keys() - known.keys():
        _write(path, known | wanted)
    return _to_send(wanted)


def still_to_set(usernames: Iterable[str], marks: Mapping[str, str], path: Path) -> str:
    """Return as CSV those of the passwords that the gateway, by its marks, has not got yet."""
    known = _read(path)
    return _to_send(
        {
            name: known[name]
            for name in usernames
            if name in known and not _applied(known[name], marks.get(name))
        }
    )


def note_set(usernames: Iterable[str], marks: Mapping[str, str], path: Path) -> None:
    """Note that the gateway has these passwords now, under these marks.

    A file that cannot be written stays as it is: then all are sent again the next time.
    """
    known = _read(path)
    for name in known.keys() & marks.keys() & set(usernames):
        password = known[name].password
        known[name] = _Kept(password, _seal(password, marks[name]))
    with suppress(OSError):
        _write(path, known)


def new_password() -> str:
    """Return three groups of four letters and one of digits: some 47 bits."""
    groups = ["".join(_syllable() for _ in range(2)) for _ in range(3)]
    return "-".join([*groups, f"{secrets.randbelow(1000):03d}"])


def _syllable() -> str:
    return secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS)


def _applied(kept: _Kept, mark: str | None) -> bool:
    return mark is not None and kept.applied == _seal(kept.password, mark)


def _seal(password: str, mark: str) -> str:
    return hashlib.sha256(f"{mark}\n{password}".encode()).hexdigest()[:16]


def _read(path: Path) -> dict[str, _Kept]:
    if not path.is_file():
        return {}
    rows = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    return {row["username"]: _Kept(row["password"], row.get("applied") or "") for row in rows}


def _to_send(passwords: Mapping[str, _Kept]) -> str:
    rows = ((name, kept.password) for name, kept in passwords.items())
    return _csv((("username", "password"), *rows))


def _csv(rows: Iterable[tuple[str, ...]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _write(path: Path, passwords: Mapping[str, _Kept]) -> None:
    """Write for the owner's eyes only, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.new")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    rows = ((name, *kept) for name, kept in passwords.items())
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(_csv((("username", "password", "applied"), *rows)))
    partial.replace(path)
