"""Take suggestions in, hand them on, answer them, and remind of those that wait."""

from services.survey.domain.rules_file import RuleBook
from services.survey.domain.voices.pledging import Undertaking, pledged
from services.survey.domain.voices.refusals import BadPledge
from services.survey.domain.voices.suggestion import Heard, Suggestion
from services.survey.ports import Work
from shared.contracts.conversations import OpinionGiven
from shared.contracts.requests import Reporter


async def hear_opinion(event: OpinionGiven, work: Work) -> None:
    """Take what an owner said in a chat, under the number that they were told."""
    cause, heard = work.cause, Heard(at=event.channel.value)
    origin = (cause.id, cause.estate, event.given_at)
    suggestion = Suggestion.given(event.reporter, event.words, heard, origin)
    suggestion.id = event.suggestion_id
    await _take(suggestion, work)


async def take(reporter: Reporter, words: str, heard: Heard, work: Work) -> Suggestion:
    """Take what an owner says; a repeat takes nothing twice."""
    cause = work.cause
    suggestion = Suggestion.given(reporter, words, heard, (cause.id, cause.estate, cause.at))
    return await _take(suggestion, work)


async def hand_to(suggestion_id: str, staff: str, by: str, work: Work) -> Suggestion:
    """Make a colleague answerable."""
    suggestion = await work.suggestions.get(suggestion_id)
    if staff != by and not (await work.voices.team(work.cause.estate)).has(staff):
        raise BadPledge("没有找到这位同事，请从在职员工中选一位。")
    suggestion.hand_to(staff)
    await work.suggestions.save(suggestion)
    return suggestion


async def answer(
    suggestion_id: str,
    by: str,
    reason: str,
    given: tuple[Undertaking | None, str | None],
    work: Work,
) -> Suggestion:
    """Accept it with an undertaking or decline it; ``given`` also is what the estate reads."""
    suggestion = await work.suggestions.get(suggestion_id)
    undertaking, shown = given
    pledge = None
    if undertaking:
        grounds = (
            await work.voices.team(suggestion.estate),
            (await _book(work)).work_days,
            work.now,
        )
        pledge = pledged(undertaking, suggestion.id, by, grounds)
    suggestion.answer(by, work.now, reason, pledge)
    suggestion.show(shown)
    await work.suggestions.save(suggestion)
    return suggestion


async def remind(suggestion_id: str, work: Work) -> None:
    """Reckon its clock anew, and remind whoever is due to be reminded."""
    suggestion = await work.suggestions.get(suggestion_id)
    book = await _book(work)
    suggestion.schedule(book.rules.suggestions, book.work_days)
    suggestion.remind(work.now, await work.voices.team(suggestion.estate))
    await work.suggestions.save(suggestion)


async def _book(work: Work) -> RuleBook:
    return await work.book.of(work.cause.estate)


async def _take(suggestion: Suggestion, work: Work) -> Suggestion:
    found = await work.suggestions.find(suggestion.id)
    if found:
        return found
    book = await _book(work)
    team = await work.voices.team(suggestion.estate)
    suggestion.take(book.rules.suggestions, book.work_days, team)
    await work.suggestions.save(suggestion)
    return suggestion
