"""Take a request in a few turns of the chat; what falls silent is taken in as it is."""

from contextlib import suppress

from services.intake.domain import answers
from services.intake.domain.draft import Draft, Outcome, Turn, draft_id
from services.intake.domain.emergency import emergency_in
from services.intake.domain.message import Kind, Message, opinion_in
from services.intake.domain.owner import Owner
from services.intake.domain.photo import Attachment
from services.intake.domain.submission import Told
from services.intake.domain.wording import clean
from services.intake.handlers import talks
from services.intake.handlers.requests import take_in
from services.intake.ports import Work
from shared.contracts.conversations import OpinionGiven
from shared.contracts.event import Place
from shared.contracts.words import Channel
from shared.kernel.errors import Refused, Seen, Unavailable
from shared.kernel.ids import derived_id, number_of


async def begin(message: Message, owner: Owner, work: Work) -> str:
    """Start to ask: what, where, photos."""
    try:
        draft = await _draft(message.sender, work)
    except Seen:
        return await _before(message, work)
    draft.begin(owner.owner_id, message.key, work.now)
    return await _reply(draft, message, _asked(draft, owner), work)


async def opine(message: Message, owner: Owner, said: str, work: Work) -> str:
    """Take an opinion or a suggestion (意见和建议), or ask for it where nothing is said yet."""
    try:
        draft = await _draft(message.sender, work)
    except Seen:
        return await _before(message, work)
    draft.begin(owner.owner_id, message.key, work.now, Turn.OPINION)
    if not said:
        return await _reply(draft, message, _asked(draft, owner), work)
    outcome = draft.hear(Kind.TEXT, said, None, work.now)
    return await _reply(draft, message, await _answer(outcome, draft, owner, work), work)


async def hear(message: Message, owner: Owner, work: Work) -> str | None:
    """Return the answer to a message that belongs to a draft, None if there is none under way."""
    try:
        draft = await _draft(message.sender, work)
    except Seen:
        return await _before(message, work)
    if message.kind is Kind.QUIET or not draft.is_under_way(work.now):
        return None
    answer = await _answer(await _outcome(message, draft, work), draft, owner, work)
    return await _reply(draft, message, answer, work)


async def hand_over(message: Message, owner: Owner, work: Work) -> None:
    """End the draft since its owner wants a clerk, who reads what was gathered."""
    with suppress(Seen):
        draft = await _draft(message.sender, work)
        if draft.is_under_way(work.now):
            await _to_a_clerk(draft, owner, work)
            draft.end()
            await work.drafts.save(draft)


async def lapse(identity: str, work: Work) -> None:
    """Take in what was told before its owner fell silent; forget a draft with nothing in it."""
    draft = await work.drafts.find(identity)
    if draft is None or draft.next_at is None or draft.next_at > work.now:
        return
    owner = await work.book.by_id(draft.estate, draft.owner_id)
    if owner is not None and draft.text:
        await take_in(_told(draft, owner), work)
    draft.end()
    await work.drafts.save(draft)


async def _outcome(message: Message, draft: Draft, work: Work) -> Outcome:
    said = message.text.strip()
    asked = draft.turn is not Turn.OPINION
    if asked and message.kind is Kind.TEXT and emergency_in(said):
        return draft.hurry(said, work.now)
    photo = await _photo(message, work) if message.kind is Kind.PICTURE else None
    return draft.hear(message.kind, said, photo, work.now)


async def _answer(outcome: Outcome, draft: Draft, owner: Owner, work: Work) -> str:
    if outcome is Outcome.COMPLETE:
        receipt = await take_in(_told(draft, owner), work)
        draft.end()
        return answers.acknowledged(receipt)
    if outcome is Outcome.OPINION:
        return _opined(draft, owner, work)
    if outcome is Outcome.TO_A_CLERK:
        await _to_a_clerk(draft, owner, work)
        draft.end()
        return answers.TO_A_CLERK
    if outcome is Outcome.DROPPED:
        draft.end()
        return answers.DROPPED
    return answers.BEFORE.get(outcome, "") + _asked(draft, owner)


def _opined(draft: Draft, owner: Owner, work: Work) -> str:
    """Hand an opinion on to be answered; it goes out with the draft's own save."""
    identity = derived_id("opinion", owner.estate, draft.openid, draft.key)
    draft.record(
        OpinionGiven(
            suggestion_id=identity,
            channel=Channel.WECHAT,
            reporter=owner.reporter,
            words=clean(opinion_in(draft.text)),
            given_at=work.now,
        )
    )
    draft.end()
    return answers.OPINION.format(number=number_of(identity))


async def _to_a_clerk(draft: Draft, owner: Owner, work: Work) -> None:
    gathered = " ".join(part for part in (draft.text, draft.spot) if part)
    said = f"[报修没有填完] {gathered} 照片{len(draft.photos)}张"
    with suppress(Seen):
        await talks.ask(said, Channel.WECHAT, owner.reporter, draft.openid, work)


async def _reply(draft: Draft, message: Message, answer: str, work: Work) -> str:
    draft.replied(message.key, answer)
    await work.drafts.save(draft)
    return answer


async def _before(message: Message, work: Work) -> str:
    """Return what was answered when this very message came first."""
    said = await work.turns.reply(work.cause.estate, message.sender, message.key)
    return said or answers.MISSED


async def _photo(message: Message, work: Work) -> str | None:
    """Keep the picture under an id that a repeat makes again; None if it cannot be had."""
    identity = derived_id("picture", work.cause.estate, message.sender, message.key)
    if await work.album.find(identity):
        return identity
    try:
        photo = await work.darkroom.develop(await work.pictures.fetch(message.text))
    except (Refused, Unavailable):
        return None
    attachment = Attachment(
        id=identity, estate=work.cause.estate, uploader=message.sender, photo=photo
    )
    await work.album.keep(attachment, work.now)
    return identity


async def _draft(openid: str, work: Work) -> Draft:
    known = await work.drafts.find(draft_id(work.cause.estate, openid))
    return known or Draft.of(openid, work.cause.estate)


def _asked(draft: Draft, owner: Owner) -> str:
    return answers.NEXT[draft.turn].format(home=str(owner.place or "")) if draft.turn else ""


def _told(draft: Draft, owner: Owner) -> Told:
    return Told(
        estate=owner.estate,
        channel=Channel.WECHAT,
        sender=draft.openid,
        key=f"draft-{draft.key}",
        text=draft.text or "[照片]",
        reporter=owner.reporter,
        place=Place(spot=draft.spot) if draft.spot else owner.place,
        attachments=draft.photos,
    )
