"""The gateway's own operations; one file a noun."""

from services.gateway.api import auth, directory, events
from shared.web.operation import Routes

routes = Routes().include(auth.routes).include(directory.routes).include(events.routes)
