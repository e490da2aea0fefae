"""Read what to do about each log event from ``log_events.toml``."""

import tomllib
from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel, ConfigDict

from deploy.observe.sources import FOLDER

FILE: Final = FOLDER / "log_events.toml"


class Advice(BaseModel):
    """What an event means, and what whoever reads it does; nothing where it only tells."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    means: str
    do: str = "–"


def advice() -> Mapping[str, Advice]:
    """Return the rows by the event's name; raises ``ValidationError`` for an ill-formed one."""
    rows = tomllib.loads(FILE.read_text())
    return {name: Advice.model_validate(row) for name, row in rows.items()}
