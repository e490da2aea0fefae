"""Keep learnt models in memory, for the classifier's doors."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.router.domain.corrections import Judged, judged
from services.router.domain.model_book import ModelBook
from services.router.domain.request import Request
from shared.contracts.envelope import Cause
from shared.store.port import Repository
from tests.support.memory import Memory


@dataclass(slots=True)
class Learnt:
    """Books in memory, and what people made of the requests in memory."""

    requests: Memory[Request]
    kept: Memory[ModelBook] = field(default_factory=Memory)

    def books(self, cause: Cause) -> Repository[ModelBook]:
        return self.kept.under(cause)

    async def current(self, estate: str) -> ModelBook | None:
        return self.kept.kept.get(estate)

    async def judged(self, estate: str, since: datetime, until: datetime) -> Sequence[Judged]:
        fitting = [r for r in self.requests.kept.values() if since <= r.submitted_at < until]
        return [one for one in map(judged, fitting) if one]
