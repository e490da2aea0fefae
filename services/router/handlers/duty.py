"""Change who is on duty: leave, swaps, and the roster itself."""

from collections.abc import Callable

from services.router.domain.act import Act
from services.router.domain.duty_book import DutyBook
from services.router.ports import Work

Change = Callable[[DutyBook, Act], None]


async def change_duty(by: str, change: Change, work: Work) -> DutyBook:
    """Load the estate's leave and swaps, change them, save; they hold from the next act on."""
    estate = work.cause.estate
    book = await work.duty.find(estate) or DutyBook(id=estate, estate=estate)
    change(book, await work.act(by))
    await work.duty.save(book)
    work.book.forget(estate)
    return book
