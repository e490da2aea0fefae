"""Log owners in by phone and code."""

from typing import Final

from services.gateway.domain.accounts import Owner
from services.gateway.domain.challenge import Challenge, WrongCode
from services.gateway.handlers.sessions import Granted, open_session, principal_of
from services.gateway.ports import Code, Work
from shared.kernel.ids import derived_id, new_id

_WRONG: Final = "验证码不对或已过期，请重新获取后再试。"


async def ask_for_code(phone: str, work: Work) -> None:
    """Send a log-in code if an owner has this phone, and do the same work if nobody has.

    Raises ``CodesTooOften`` for known and unknown phones alike.
    """
    challenge = await _challenge(phone, work) or Challenge(
        id=_id(phone, work), estate=work.estate, forget_at=work.now
    )
    code = work.secrets.code()
    challenge.issue(work.secrets.digest(challenge.id, code), work.now)
    owners = await work.accounts.owners_with(work.estate, phone)
    await work.kept.challenges.save(challenge)
    if owners:
        work.send(Code(id=new_id(), estate=work.estate, phone=phone, code=code))


async def log_in(phone: str, code: str, owner_id: str | None, work: Work) -> Granted:
    """Log the owner in whose phone and code these are; raises ``WrongCode``.

    One phone may belong to several rooms: ``owner_id`` says which, or the first is taken.
    """
    challenge = await _challenge(phone, work)
    if challenge is None:
        raise WrongCode(_WRONG)
    right = challenge.answer(work.secrets.digest(challenge.id, code), work.now)
    await work.kept.challenges.save(challenge)
    owners = await work.accounts.owners_with(work.estate, phone)
    owner = _chosen(owners, owner_id) if right else None
    if owner is None:
        raise WrongCode(_WRONG)
    return await open_session(principal_of(owner), work)


def _chosen(owners: list[Owner], owner_id: str | None) -> Owner | None:
    fitting = [one for one in owners if owner_id in (None, one.id)]
    return min(fitting, key=lambda one: one.id, default=None)


async def _challenge(phone: str, work: Work) -> Challenge | None:
    return await work.kept.challenges.find(_id(phone, work))


def _id(phone: str, work: Work) -> str:
    return derived_id("challenge", work.estate, work.secrets.digest("phone", phone))
