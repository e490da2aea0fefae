"""Read ``estate.toml`` for the names of the estate's buildings; the rest is not the router's."""

import tomllib
from typing import Final

from services.router.domain.faults import Faults
from services.router.domain.toml_lines import line_in_error

FILE: Final = "estate.toml"


def read_buildings(text: str, faults: Faults) -> frozenset[str]:
    """Return the buildings' names; none when nothing is said of them."""
    try:
        listed = tomllib.loads(text.lstrip("\ufeff")).get("buildings", [])
    except tomllib.TOMLDecodeError as error:
        line = line_in_error(str(error), text)
        faults.add(FILE, line, "不是合法的 TOML,请检查引号、括号和等号")
        return frozenset()
    named = [one.get("name") for one in listed if isinstance(one, dict)]
    return frozenset(str(name) for name in named if name)
