"""Go through what was pasted from a group, and make requests of what a clerk confirms."""

from collections.abc import Mapping
from dataclasses import replace

from services.intake.domain.caller import Clue
from services.intake.domain.groups.paste import Candidate, Paste, candidates_in
from services.intake.domain.owner import Owner, UnknownOwner
from services.intake.domain.submission import HeardAt, Receipt, Told, submission_id
from services.intake.handlers.requests import take_in
from services.intake.ports import Work
from shared.contracts.event import Place
from shared.contracts.requests import Reporter
from shared.contracts.words import Channel
from shared.kernel.errors import Missing

GROUP = "group"


async def paste(text: str, group: str, by: str, work: Work) -> Paste:
    """Split a pasted chat into candidates, and know their owners by the remark names.

    The same text is the same paste. Raises ``NothingPasted`` or ``TooMuchPasted``.
    """
    made = Paste.of(work.cause.estate, text, group, by, work.now)
    known = await work.pastes.find(made.id)
    if known is not None and any(one.text for one in known.candidates):
        return known
    made = known or made
    zone = work.duty.zone
    found = candidates_in(text, group, work.now.astimezone(zone).date(), zone)
    made.candidates = [await _with_owner(one, work) for one in found]
    await work.pastes.save(made)
    return made


async def confirm(
    paste_id: str, candidate_id: str, mended: Mapping[str, str], by: str, work: Work
) -> Receipt:
    """Make a request of a candidate, once however often, by whomever and from whichever paste.

    ``mended`` is what the clerk corrected: ``text`` or ``owner_id``.
    """
    known = await find(paste_id, work)
    one = known.candidate(candidate_id)
    one = replace(
        one,
        text=mended.get("text", one.in_full),
        owner_id=mended.get("owner_id", one.owner_id),
    )
    receipt = await work.receipts.find(_request_of(one, work))
    if receipt is None:
        receipt = await take_in(await told_of(one, by, work), work)
    known.confirm(candidate_id, receipt.request_id)
    await work.pastes.save(known)
    return receipt


async def dismiss(paste_id: str, candidate_id: str, work: Work) -> None:
    """Note that a candidate is no request."""
    known = await find(paste_id, work)
    known.dismiss(candidate_id)
    await work.pastes.save(known)


async def find(paste_id: str, work: Work) -> Paste:
    """Return a paste of the estate's; raises ``Missing``."""
    known = await work.pastes.find(paste_id)
    if known is None:
        raise Missing("没有找到这次粘贴，可能已过保存期限，请重新粘贴。")
    return known


async def told_of(one: Candidate, by: str, work: Work) -> Told:
    """Return a candidate as the clerk's own telling of it, about its owner if one is known."""
    estate = work.cause.estate
    owner = await work.book.by_id(estate, one.owner_id) if one.owner_id else None
    if one.owner_id and owner is None:
        raise UnknownOwner("没有找到这位业主，请重新查找。", (("owner_id", "没有找到"),))
    reporter = owner.reporter if owner else Reporter(name=one.speaker or None, place=_place(one))
    return Told(
        estate=estate,
        channel=Channel.DESK,
        sender=GROUP,
        key=one.id,
        text=one.text,
        reporter=reporter,
        place=owner.place if owner else _place(one),
        taken_by=by,
        heard_at=HeardAt.GROUP,
    )


def _request_of(one: Candidate, work: Work) -> str:
    return submission_id(work.cause.estate, Channel.DESK, GROUP, one.id)


async def _with_owner(one: Candidate, work: Work) -> Candidate:
    if not one.door or one.chatter:
        return one
    found = await work.book.search(work.cause.estate, (Clue("door", one.door),))
    owner = _named(found, one.speaker)
    return replace(one, owner_id=owner.owner_id, owner_name=owner.name) if owner else one


def _named(owners: list[Owner], speaker: str) -> Owner | None:
    """Return the owner whose name, or family name, the remark bears; or the only one there."""
    exact = [one for one in owners if one.name and one.name in speaker]
    family = [one for one in owners if one.name and one.name[0] in speaker]
    fitting = next((some for some in (exact, family, owners) if some), [])
    return fitting[0] if len(fitting) == 1 else None


def _place(one: Candidate) -> Place | None:
    parts = one.door.split("-") if one.door else []
    if len(parts) == 3:
        return Place(building=parts[0], unit=parts[1], room=parts[2])
    return Place(building=parts[0], room=parts[1]) if len(parts) == 2 else None
