"""The router's HTTP operations, one file for each noun."""

from typing import Final

from services.router.api import moves, policy, requests, roster
from services.router.api.context import WORK
from shared.web.operation import Routes

__all__ = ["WORK", "routes"]

routes: Final = Routes()
for part in (requests.routes, moves.routes, policy.routes, roster.routes):
    routes.include(part)
