"""Change who is on duty: leave, swaps, and the roster itself."""

from collections.abc import Callable

from services.router.domain.act import Act
from services.router.domain.duty_book import DutyBook
from services.router.handlers.trying import trying
from services.router.ports import Work

Change = Callable[[DutyBook, Act], None]


async def change_duty(by: str, change: Change, work: Work) -> DutyBook:
    """Load the estate's leave and swaps, change them, save; they hold from the next act on.

    One book holds everybody's: what others changed meanwhile is no conflict, unless it was the
    same leave or swap, and then the rules say who decided it.
    """
    estate, act = work.cause.estate, await work.act(by)

    async def once() -> DutyBook:
        book = await work.duty.find(estate) or DutyBook(id=estate, estate=estate)
        change(book, act)
        await work.duty.save(book)
        return book

    book = await trying(once)
    work.book.forget(estate)
    return book
