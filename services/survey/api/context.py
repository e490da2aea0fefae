"""What the operations stand on: the service's parts, and links instead of log-ins."""

from collections.abc import Callable
from typing import Final

from aiohttp import web

from services.survey.domain.case import Case
from services.survey.domain.guessing import Guessing
from services.survey.domain.links import Links
from services.survey.domain.refusals import SurveyUnknown
from services.survey.ports import Book, Lists, Pages, Rounds, Sheets, Work
from shared.contracts.envelope import Cause
from shared.contracts.words import Role
from shared.kernel.ids import new_id
from shared.web.auth import Principal
from shared.web.operation import CLOCK, View, cause_of

WORK: Final[web.AppKey[Callable[[Cause], Work]]] = web.AppKey("work")
LISTS: Final[web.AppKey[Lists]] = web.AppKey("lists")
ROUNDS: Final[web.AppKey[Rounds]] = web.AppKey("rounds")
PAGES: Final[web.AppKey[Pages]] = web.AppKey("pages")
SHEETS: Final[web.AppKey[Sheets]] = web.AppKey("sheets")
BOOK: Final[web.AppKey[Book]] = web.AppKey("book")
LINKS: Final = web.AppKey("links", Links)
BALLOTS: Final = web.AppKey("ballots", Links)
GUESSING: Final = web.AppKey("guessing", Guessing)
LEADS: Final = frozenset({Role.HEAD, Role.MANAGER, Role.ADMIN})
MANAGERS: Final = frozenset({Role.MANAGER, Role.ADMIN})


class WholeNumber(View):
    """The number as the owner left it; empty when there is none."""

    phone: str


def work_of(request: web.Request, who: Principal, story: str | None = None) -> Work:
    """Return a person's command as a unit of work."""
    return request.app[WORK](cause_of(request, who, story))


def looking(request: web.Request, who: Principal) -> Cause:
    """Return a cause that only looks: nothing was ever handled under its id."""
    at, identity = request.app[CLOCK](), new_id()
    return Cause(id=identity, estate=who.estate, at=at, correlation=identity)


async def number_of(request: web.Request, who: Principal, case: Case) -> str | None:
    """Return the number that the owner left, or the one that they are registered with."""
    if case.reporter.phone or not case.reporter.owner_id:
        return case.reporter.phone
    owner = await request.app[ROUNDS].owner(who.estate, case.reporter.owner_id)
    return owner.phone if owner else None


def by_link(request: web.Request, links: Links, token: str) -> str:
    """Return the id that a link names; those who guess are stopped."""
    guessing, now, remote = request.app[GUESSING], request.app[CLOCK](), _remote(request)
    guessing.check(remote, now)
    try:
        return links.read(token)
    except SurveyUnknown:
        guessing.wrong(remote, now)
        raise


def _remote(request: web.Request) -> str:
    """Return the address that the gateway saw: the last of those it passes on."""
    seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return seen or request.remote or "unknown"
