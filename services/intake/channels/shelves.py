"""Say what intake keeps of people, for how many days, and how each kind is forgotten."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeVar

from services.intake.domain.conversation import Conversation
from services.intake.domain.forgetting import (
    forget_conversation,
    forget_draft,
    forget_owner,
    forget_paste,
    forget_submission,
)
from services.intake.domain.submission import Submission
from shared.store.forgetting import Shelf
from shared.store.mongo import Store

T = TypeVar("T")
WHOLLY: Final[tuple[tuple[str, str, str, int, Callable[[Any], None]], ...]] = (
    ("owners", "owner_id", "gone_at", 0, forget_owner),
    ("pastes", "candidates.owner_id", "pasted_at", 90, forget_paste),
    ("drafts", "owner_id", "changed_at", 1, forget_draft),
)


def shelves_of(store: Store, destroy: Callable[[str], Awaitable[None]]) -> tuple[Shelf, ...]:
    """Return the shelves of a store; ``destroy`` keeps a photo no longer."""

    async def submission(one: Submission, _: datetime) -> bool:
        for photo in forget_submission(one):
            await destroy(photo)
        return True

    async def conversation(one: Conversation, before: datetime) -> bool:
        forget_conversation(one, before)
        return not one.lines

    kept, asked = store.kept, partial(Shelf, owner="reporter.owner_id")
    return (
        asked(kept=kept("submissions"), at="submitted_at", days=730, forget=submission),
        asked(kept=kept("conversations"), at="lines.at", days=365, forget=conversation),
        *(
            Shelf(kept=kept(name), owner=owner, at=at, days=days, forget=_wholly(forget))
            for name, owner, at, days, forget in WHOLLY
        ),
    )


def _wholly(forget: Callable[[T], None]) -> Callable[[T, datetime], Awaitable[bool]]:
    async def all_of_it(one: T, _: datetime) -> bool:
        forget(one)
        return True

    return all_of_it
