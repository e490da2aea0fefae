"""Intake's HTTP operations, one file for each door."""

from collections.abc import Iterable, Mapping
from typing import Final

from services.intake.api import (
    app_door,
    app_talks,
    attachments,
    desk,
    desk_groups,
    desk_owners,
    desk_talks,
    held,
    uploads,
    wechat,
    wecom,
)
from services.intake.api.context import ACCOUNT, ESTATE, PATIENCE, WECOM, WORK
from shared.contracts.words import Channel
from shared.web import audit
from shared.web.operation import Routes

__all__ = ["ACCOUNT", "ESTATE", "PATIENCE", "WECOM", "WORK", "routes", "routes_of"]

_DOORS: Final[Mapping[Channel, tuple[Routes, ...]]] = {
    Channel.APP: (
        app_door.routes,
        app_talks.routes,
        attachments.routes,
        uploads.routes,
        audit.routes,
        held.routes,
    ),
    Channel.WECHAT: (wechat.routes, wecom.routes),
    Channel.DESK: (
        desk.routes,
        desk_owners.routes,
        desk_talks.routes,
        desk_groups.routes,
        attachments.routes,
    ),
}


def routes_of(channels: Iterable[Channel]) -> Routes:
    """Return the operations behind these doors."""
    chosen = Routes()
    for part in dict.fromkeys(part for channel in sorted(channels) for part in _DOORS[channel]):
        chosen.include(part)
    return chosen


routes: Final = routes_of(Channel)
