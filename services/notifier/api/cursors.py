"""Write a place in a list as a cursor, and read it again."""

import base64
import binascii
from datetime import UTC, datetime
from typing import Final

from pydantic import TypeAdapter

from shared.kernel.errors import Invalid
from shared.web.operation import Sometime

_MOMENT: Final[TypeAdapter[datetime]] = TypeAdapter(Sometime)


def write_place(at: datetime, identity: str) -> str:
    """Return the cursor that leads on from one of several things of a moment."""
    return base64.urlsafe_b64encode(f"{at.isoformat()}|{identity}".encode()).decode()


def read_place(cursor: str | None, start: datetime) -> tuple[datetime, str]:
    """Return the moment and the identity of a cursor, ``start`` for none; raises ``Invalid``."""
    if not cursor:
        return start, ""
    try:
        text = base64.urlsafe_b64decode(cursor.encode()).decode()
        at, _, identity = text.partition("|")
        return _MOMENT.validate_python(at).astimezone(UTC), identity
    except (binascii.Error, ValueError) as error:
        raise Invalid("翻页标记无效，请从第一页重新开始。", (("cursor", "看不懂"),)) from error
