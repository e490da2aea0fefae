"""Read and write times as providers in China do: local, without a zone."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

LOCAL: Final = ZoneInfo("Asia/Shanghai")


def moment(local: str) -> datetime:
    """Return the moment of ``2019-01-08 16:44:13``; raises ``ValueError`` for anything else."""
    return datetime.strptime(local, "%Y-%m-%d %H:%M:%S").replace(tzinfo=LOCAL)
