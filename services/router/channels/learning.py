"""Learn from staff's corrections and choose the model: ``learn``, ``models``, ``use``."""

import argparse
import asyncio
import getpass
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from services.router.channels.models import Models
from services.router.domain.classify.examples import Example, examples
from services.router.domain.classify.trial import Exam, Figures, try_out
from services.router.domain.model_book import SHIPPED, new_book
from services.router.domain.request import Request
from shared.bus.publisher import open_publisher
from shared.contracts.envelope import Cause
from shared.contracts.phone import Ring, seal_with
from shared.kernel.clock import utc_now
from shared.kernel.errors import Refused
from shared.kernel.ids import new_id
from shared.runtime.mongo import open_database
from shared.runtime.settings import ServiceSettings, load
from shared.runtime.watched import Watched
from shared.store.mongo import Store

SPAN: Final = timedelta(days=1095)
Deed = Callable[[Models, Cause], Awaitable[None]]


class CommandSettings(ServiceSettings):
    """What a command needs of the settings; it lets nobody in, so it checks no token."""

    jwt_public_keys_file: Path = Path("unused")


def options(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add ``models`` and ``use``; ``learn --database`` is added where ``learn`` is."""
    listing = commands.add_parser("models", help="what an estate has learnt, and which speaks")
    listing.add_argument("--estate")
    listing.set_defaults(run=lambda given: _do(_list, given.estate))
    using = commands.add_parser("use", help="let a model speak, by its fingerprint")
    using.add_argument("fingerprint", help=f"as in models; {SHIPPED} is the one of the code")
    using.add_argument("--estate")
    using.set_defaults(run=lambda given: _do(_using(given.fingerprint), given.estate))


def learn_from_database(estate: str | None, more: list[Example]) -> None:
    """Learn from the estate's confirmed requests and ``more``; the model speaks if no worse."""

    async def deed(models: Models, cause: Cause) -> None:
        judged = await models.judged(cause.estate, cause.at - SPAN, cause.at)
        corrections = [*(one.example for one in judged), *more]
        await models.refresh([cause.estate])
        speaks = models.of(cause.estate)
        # In a thread, or the broker would hear nothing from us for minutes and hang up.
        trial = await asyncio.to_thread(try_out, examples(), corrections, speaks)
        book = await models.take(trial, cause)
        _say(f"{len(corrections)} corrections, data {trial.model.fingerprint}")
        _say(f"held out, with:    {_figures(trial.figures)}")
        _say(f"held out, without: {_figures(trial.without)}")
        _say(f"corrections held out, the new one: {_exam(trial.exam)}")
        _say(f"corrections held out, the active:  {_exam(trial.active)}")
        _say(f"active: {book.active}" + ("" if trial.no_worse else "; the new one is worse"))

    _do(deed, estate)


async def _list(models: Models, cause: Cause) -> None:
    book = await models.current(cause.estate) or new_book(cause.estate)
    for one in book.models:
        mark = "*" if one.fingerprint == book.active else " "
        figures = _figures(one.figures)
        _say(
            f"{mark} {one.fingerprint}  {one.made_at:%Y-%m-%d %H:%M}  {one.corrections}  {figures}"
        )
    _say(f"{'*' if book.active == SHIPPED else ' '} {SHIPPED}")


def _using(fingerprint: str) -> Deed:
    async def deed(models: Models, cause: Cause) -> None:
        by = getpass.getuser()
        book = await models.use(fingerprint, by, cause)
        _say(f"active: {book.active}")

    return deed


def _do(deed: Deed, estate: str | None) -> None:
    settings = load(CommandSettings)
    ring = settings.phone_keys_file
    seal_with(Watched(ring, Ring.model_validate_json) if ring else None)
    try:
        asyncio.run(_done(deed, settings, estate or settings.estate))
    except Refused as refused:
        raise ValueError(str(refused)) from refused


async def _done(deed: Deed, settings: ServiceSettings, estate: str) -> None:
    identity = new_id()
    cause = Cause(id=identity, estate=estate, at=utc_now(), correlation=identity)
    async with _models(settings) as models:
        await deed(models, cause)


@asynccontextmanager
async def _models(settings: ServiceSettings) -> AsyncIterator[Models]:
    async with (
        open_database(settings, "router") as database,
        open_publisher(settings, "router") as publish,
    ):
        store = Store(database, publish, source="router")
        requests = store.repository(Request, "requests")
        models = Models(store, requests)
        async with store.running():
            yield models


def _figures(one: Figures) -> str:
    return (
        f"category {one.category_f1:.3f}  urgency {one.urgency_f1:.3f}"
        f"  urgent recall {one.urgent_recall:.3f}  of {one.messages}"
    )


def _exam(one: Exam) -> str:
    return (
        f"category {one.category}  urgency {one.urgency}  urgent missed {one.urgent_missed}"
        f"  of {one.messages}"
    )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
