"""Let the model before speak again."""

from services.router.domain.model_book import ModelBook, new_book
from shared.contracts.envelope import Cause
from shared.store.port import Repository


async def roll_back(by: str, books: Repository[ModelBook], cause: Cause) -> ModelBook:
    """Let the model that spoke before speak again in the cause's estate."""
    estate = cause.estate
    book = await books.find(estate) or new_book(estate)
    book.roll_back(by=by, at=cause.at)
    await books.save(book)
    return book
