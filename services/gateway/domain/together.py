"""Say how often an address may ask within an hour, at all replicas together."""

from datetime import datetime, timedelta
from typing import Final

from services.gateway.domain.bucket import Rate
from shared.contracts.phone import mark_of
from shared.kernel.ids import derived_id

HOUR: Final = timedelta(hours=1)


def hour_of(now: datetime) -> datetime:
    """Return when the hour ends in which ``now`` falls."""
    return now.replace(minute=0, second=0, microsecond=0) + HOUR


def most(rate: Rate) -> float:
    """Return what one replica would let through in an hour, which is all that may come through."""
    return rate.burst + rate.per_second * HOUR.total_seconds()


def tally_id(limit: str, address: str, until: datetime) -> str:
    """Return under which id an address's tries are counted; the address cannot be read from it."""
    return derived_id("tally", limit, mark_of(address), until.isoformat())
