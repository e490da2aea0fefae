"""Write the README's table of services from the services themselves: ``python -m deploy.readme``.

The table stands between ``<!-- services -->`` and ``<!-- /services -->``.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
README: Final = ROOT / "README.md"
BEGIN: Final = "<!-- services -->"
END: Final = "<!-- /services -->"
_ROWS: Final = re.compile(r"^(Owns|Hears|Says): (.*(?:\n[ \t]+.*)*)", re.MULTILINE)
_HEAD: Final = "| service | owns (its own database) | hears | says |\n|---|---|---|---|"


@dataclass(slots=True, frozen=True)
class Service:
    """What a service says of itself in the docstring of its package.

    ``hears`` and ``says`` are event types without their version, or patterns such as ``request.*``.
    """

    name: str
    owns: str
    hears: tuple[str, ...]
    says: tuple[str, ...]


def services() -> Iterator[Service]:
    """Yield every service; raises ``ValueError`` for one that does not say what it does."""
    for package in sorted((ROOT / "services").glob("*/__init__.py")):
        yield _read(package.parent.name, package.read_text())


def table() -> str:
    """Return the table as Markdown."""
    rows = [
        f"| `{one.name}` | {one.owns} | {_listed(one.hears)} | {_listed(one.says)} |"
        for one in services()
    ]
    return "\n".join((_HEAD, *rows))


def with_table(text: str) -> str:
    """Return ``text`` with what stands between the marks replaced by the table."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md has no {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def _read(name: str, source: str) -> Service:
    told = dict(_ROWS.findall(ast.get_docstring(ast.parse(source)) or ""))
    if missing := {"Owns", "Hears", "Says"} - told.keys():
        raise ValueError(f"services/{name}/__init__.py does not say: {', '.join(sorted(missing))}")
    return Service(
        name, " ".join(told["Owns"].split()), _types(told["Hears"]), _types(told["Says"])
    )


def _types(text: str) -> tuple[str, ...]:
    return tuple(re.sub(r"\.v\d+$", "", one.strip()) for one in text.split(",") if one.strip())


def _listed(types: tuple[str, ...]) -> str:
    return "every event" if types == ("*",) else ", ".join(f"`{one}`" for one in types)


if __name__ == "__main__":
    try:
        README.write_text(with_table(README.read_text()))
    except (OSError, ValueError) as error:
        sys.exit(str(error))
