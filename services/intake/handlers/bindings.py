"""Bind an openid to an owner by what is said in the chat, and unbind it."""

from contextlib import suppress

from services.intake.domain import answers
from services.intake.domain.binding import (
    CODE,
    DAY,
    ROOM_CODE_LASTS,
    UNBIND,
    PhoneCodes,
    Proof,
    RoomCode,
    TriedTooOften,
    phone_codes_id,
    phone_in,
    proof_id,
    room_code_id,
    room_code_in,
)
from services.intake.domain.caller import Clue
from services.intake.domain.message import Kind, Message
from services.intake.domain.owner import Owner, UnknownOwner
from services.intake.domain.wording import narrow
from services.intake.ports import Work
from shared.kernel.errors import Seen


async def hear(message: Message, owners: list[Owner], work: Work) -> str | None:
    """Return the answer to what is said about binding, None if it is about something else."""
    if message.kind is not Kind.TEXT:
        return None
    said = narrow(message.text).strip()
    try:
        return await _hear(said, message.sender, owners, work)
    except TriedTooOften as refusal:
        return str(refusal)


async def issue_room_code(owner_id: str, by: str, work: Work) -> str:
    """Return a code by which whoever writes to the account proves to be that owner."""
    if await work.book.by_id(work.cause.estate, owner_id) is None:
        raise UnknownOwner("没有找到这位业主，请重新查找。", (("owner_id", "没有找到"),))
    code = work.draw.letters()
    kept = RoomCode(
        id=room_code_id(work.cause.estate, code),
        estate=work.cause.estate,
        owner_id=owner_id,
        issued_by=by,
        good_until=work.now + ROOM_CODE_LASTS,
        forget_at=work.now + DAY,
    )
    await work.room_codes.save(kept)
    return code


async def _hear(said: str, openid: str, owners: list[Owner], work: Work) -> str | None:
    if UNBIND.fullmatch(said):
        return await _unbind(openid, owners, work)
    if code := room_code_in(said):
        return await _redeem(code, openid, work)
    if (phone := phone_in(said)) and (not owners or said.startswith(("绑定", "登记"))):
        return await _send_code(phone, openid, work)
    if CODE.fullmatch(said):
        return await _answer(said, openid, work)
    return None


async def _send_code(phone: str, openid: str, work: Work) -> str:
    """Send a code, and do the same work and say the same if nobody has this phone."""
    with suppress(Seen):
        codes = await work.phone_codes.find(phone_codes_id(work.cause.estate, phone))
        codes = codes or PhoneCodes(
            id=phone_codes_id(work.cause.estate, phone),
            estate=work.cause.estate,
            forget_at=work.now,
        )
        codes.want(work.now)
        await work.phone_codes.save(codes)
    with suppress(Seen):
        proof = await _proof(openid, work)
        proof.check(work.now)
        found = await work.book.search(work.cause.estate, (Clue("phone", phone),))
        owners = tuple(one.owner_id for one in found)
        proof.issue(phone, work.draw.digits(), owners, work.now)
        await work.proofs.save(proof)
    return answers.CODE_SENT


async def _answer(code: str, openid: str, work: Work) -> str | None:
    """Return what came of six digits; None if no code is awaited from this openid."""
    try:
        proof = await _proof(openid, work)
    except Seen:
        return await _again(openid, work)
    if not proof.awaits(work.now):
        return None
    owners = proof.owners
    right = proof.answer(code, work.now)
    await work.proofs.save(proof)
    return await _bound(owners, work) if right else answers.NOT_BOUND


async def _redeem(code: str, openid: str, work: Work) -> str:
    """Use a room code up; one openid's wrong guesses are counted."""
    try:
        proof = await _proof(openid, work)
        kept = await work.room_codes.find(room_code_id(work.cause.estate, code))
    except Seen:
        return await _again(openid, work)
    proof.check(work.now)
    if kept is None or not kept.redeem(openid, work.now):
        proof.miss(work.now)
        await work.proofs.save(proof)
        return answers.NOT_BOUND
    await work.room_codes.save(kept)
    return await _bound((kept.owner_id,), work)


async def _again(openid: str, work: Work) -> str:
    """Answer a repeat of what was decided before, as things stand by now."""
    owners = await work.book.at(work.cause.estate, openid)
    return await _bound(tuple(one.owner_id for one in owners), work) if owners else answers.CHECKED


async def _unbind(openid: str, owners: list[Owner], work: Work) -> str:
    if not owners:
        return answers.NOBODY_BOUND
    with suppress(Seen):
        proof = await _proof(openid, work)
        proof.give_up(tuple(one.owner_id for one in owners), work.now)
        await work.proofs.save(proof)
    return answers.UNBOUND


async def _bound(owners: tuple[str, ...], work: Work) -> str:
    known = [await work.book.by_id(work.cause.estate, one) for one in owners]
    places = "、".join(str(one.place) for one in known if one and one.place)
    return answers.BOUND.format(places=places or "您的房号")


async def _proof(openid: str, work: Work) -> Proof:
    identity = proof_id(work.cause.estate, openid)
    known = await work.proofs.find(identity)
    return known or Proof(
        id=identity, estate=work.cause.estate, openid=openid, forget_at=work.now + DAY
    )
