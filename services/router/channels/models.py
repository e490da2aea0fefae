"""Keep the models that were learnt, and let each estate's own speak; know the driver."""

import asyncio
from collections.abc import Iterable
from datetime import datetime

from services.router.domain.classify import classify
from services.router.domain.classify.archive import from_bytes, to_bytes
from services.router.domain.classify.engine import Classifier
from services.router.domain.classify.trial import Trial
from services.router.domain.corrections import Judged, judged
from services.router.domain.model_book import SHIPPED, ModelBook, ModelFile, file_of, new_book
from services.router.domain.request import Request
from services.router.ports import Classify
from shared.contracts.envelope import Cause
from shared.runtime.mongo import away_is_unavailable
from shared.store.mongo import Kept, Store
from shared.store.port import Repository


class Models:
    """Which classifier answers in each estate; ``refresh`` takes over what was let speak."""

    def __init__(self, store: Store, requests: Kept[Request]) -> None:
        self._books = store.repository(ModelBook, "model_books")
        self._files = store.repository(ModelFile, "models")
        self._requests = requests
        self._speaking: dict[str, tuple[str, Classify]] = {}

    def of(self, estate: str) -> Classify:
        """Return what classifies in an estate."""
        return self._speaking.get(estate, (SHIPPED, classify))[1]

    def books(self, cause: Cause) -> Repository[ModelBook]:
        """Return the books, for the work that ``cause`` set going."""
        return self._books.under(cause)

    async def take(self, trial: Trial, cause: Cause) -> ModelBook:
        """Keep what a trial has made, bytes first, and enter it in the estate's book."""
        files, name = self._files.under(cause), file_of(cause.estate, trial.model.fingerprint)
        if await files.find(name) is None:
            archive = to_bytes(trial.model)
            await files.save(ModelFile(id=name, estate=cause.estate, archive=archive))
        book = await self.current(cause.estate) or new_book(cause.estate)
        book.take(trial, cause.at)
        await self.books(cause).save(book)
        return book

    async def use(self, fingerprint: str, by: str, cause: Cause) -> ModelBook:
        """Let a model that was learnt speak."""
        book = await self.current(cause.estate) or new_book(cause.estate)
        book.use(fingerprint, by=by, at=cause.at)
        await self.books(cause).save(book)
        return book

    async def refresh(self, estates: Iterable[str]) -> None:
        """Let the active model of each estate speak; a model is read once."""
        for estate in estates:
            async with away_is_unavailable():
                found = await self._books.collection.find_one({"_id": estate}, {"active": 1})
            active = found["active"] if found else SHIPPED
            if self._speaking.get(estate, (SHIPPED,))[0] != active:
                self._speaking[estate] = active, await self._classifier(estate, active)

    async def current(self, estate: str) -> ModelBook | None:
        """Return an estate's book to look at."""
        async with away_is_unavailable():
            found = await self._books.collection.find_one({"_id": estate}, {"outbox": 0})
        return self._books.read(found) if found else None

    async def judged(self, estate: str, since: datetime, until: datetime) -> list[Judged]:
        """Return what people have confirmed or corrected of a time's requests."""
        where = {"estate": estate, "submitted_at": {"$gte": since, "$lt": until}}
        async with away_is_unavailable():
            cursor = self._requests.collection.find(where, {"outbox": 0})
            found = [judged(self._requests.read(d)) async for d in cursor if d["classified_by"]]
        return [one for one in found if one]

    async def _classifier(self, estate: str, fingerprint: str) -> Classify:
        if fingerprint == SHIPPED:
            return classify
        place = file_of(estate, fingerprint)
        async with away_is_unavailable():
            found = await self._files.collection.find_one({"_id": place}, {"archive": 1})
        if found is None:
            return classify
        return Classifier(await asyncio.to_thread(from_bytes, bytes(found["archive"])))
