"""Make promises of what was accepted or undertaken, and see to it that they are kept."""

from datetime import date

from services.survey.domain.voices.promise import Promise
from services.survey.ports import Work
from shared.contracts.forums import QuestionSettled
from shared.contracts.requests import Reporter
from shared.contracts.suggestions import Pledge, SuggestionAnswered


async def hear_answered(event: SuggestionAnswered, work: Work) -> None:
    """Make the promise that comes of an accepted suggestion."""
    if event.pledge:
        told = (event.number, f"suggestion:{event.suggestion_id}", event.reporter)
        await _make(event.pledge, told, work)


async def hear_settled(event: QuestionSettled, work: Work) -> None:
    """Make the promise that was given at a forum."""
    if event.pledge:
        told = (event.number, f"forum:{event.forum.forum_id}", event.reporter)
        await _make(event.pledge, told, work)


async def note(promise_id: str, by: str, words: str, work: Work) -> Promise:
    """Write down how it goes."""
    promise = await work.promises.get(promise_id)
    promise.note(by, work.now, words)
    await work.promises.save(promise)
    return promise


async def move(promise_id: str, by: str, reason: str, until: date, work: Work) -> Promise:
    """Give it another day, for a reason that the owner is told."""
    promise = await work.promises.get(promise_id)
    book = await work.book.of(work.cause.estate)
    promise.move(by, work.now, reason, book.work_days.close_of(until))
    promise.schedule(book.rules.suggestions, book.work_days)
    await work.promises.save(promise)
    return promise


async def end(promise_id: str, by: str, words: str, work: Work, *, kept: bool) -> Promise:
    """Say that it was kept, or will not be and why."""
    promise = await work.promises.get(promise_id)
    promise.end(by, work.now, words, kept=kept)
    await work.promises.save(promise)
    return promise


async def remind(promise_id: str, work: Work) -> None:
    """Remind whoever is due to be reminded."""
    promise = await work.promises.get(promise_id)
    promise.remind(work.now, await work.voices.team(promise.estate))
    await work.promises.save(promise)


async def _make(pledge: Pledge, told: tuple[str, str, Reporter], work: Work) -> None:
    if await work.promises.find(pledge.promise_id) is None:
        promise = Promise.of(pledge, told, work.cause.estate, work.now)
        book = await work.book.of(work.cause.estate)
        promise.make(book.rules.suggestions, book.work_days)
        await work.promises.save(promise)
