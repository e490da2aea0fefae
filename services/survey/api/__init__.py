"""The survey service's doors; one file a noun."""

from typing import Final

from services.survey.api import (
    ballots,
    campaigns,
    downloads,
    forums,
    held,
    minutes,
    promises,
    results,
    return_calls,
    rules,
    satisfaction,
    suggestions,
    surveys,
)
from services.survey.api.context import (
    BALLOTS,
    BOOK,
    GUESSING,
    LINKS,
    LISTS,
    PAGES,
    ROUNDS,
    SHEETS,
    WORK,
)
from shared.web import audit
from shared.web.operation import Routes

routes = Routes().include(audit.routes)
_PARTS: Final = (
    *(held, surveys, ballots, campaigns, results, downloads, return_calls, rules),
    *(suggestions, promises, forums, minutes, satisfaction),
)
for _part in _PARTS:
    routes.include(_part.routes)

__all__ = [
    "BALLOTS",
    "BOOK",
    "GUESSING",
    "LINKS",
    "LISTS",
    "PAGES",
    "ROUNDS",
    "SHEETS",
    "WORK",
    "routes",
]
