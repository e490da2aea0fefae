"""The gateway's own operations; one file a noun."""

from services.gateway.api import (
    api_keys,
    audit,
    auth,
    directory,
    events,
    households,
    me,
    open311,
    sheets,
    wechat,
)
from shared.web.operation import Routes

routes = Routes()
for noun in (*(auth, wechat, audit, me, api_keys, open311, directory, sheets, households, events),):
    routes.include(noun.routes)
