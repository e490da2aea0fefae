"""Open, renew and end log-ins."""

from dataclasses import dataclass
from typing import ClassVar, Final

from services.gateway.domain.accounts import Owner, Staff
from services.gateway.domain.session import Session, SessionOver, lasts
from services.gateway.ports import Work
from shared.contracts.words import Role
from shared.kernel.errors import Missing
from shared.kernel.ids import new_id
from shared.web.auth import Principal

_OVER: Final = "登录已失效，请重新登录。"


class NotYourRoom(Missing):
    """That room is not one of the caller's phone's."""

    slug: ClassVar[str] = "not-your-room"

    def __init__(self) -> None:
        super().__init__("您的手机号没有登记在这个房号，请刷新后从列表里选择。")


@dataclass(slots=True, frozen=True, kw_only=True)
class Granted:
    """What a log-in gives: who it is, and the two tokens."""

    who: Principal
    access: str
    refresh: str


async def open_session(who: Principal, work: Work) -> Granted:
    """Begin a family of refresh tokens for ``who``."""
    family, secret = new_id(), work.secrets.token()
    session = Session(
        id=family,
        estate=work.estate,
        account=who.id,
        role=who.role,
        current=work.secrets.digest(family, secret),
        forget_at=work.now + lasts(who.role),
    )
    await work.kept.sessions.save(session)
    return _granted(who, family, secret, work)


async def refresh(token: str, work: Work, owner_id: str | None = None) -> Granted:
    """Spend a refresh token for the next; raises ``SessionOver``; a replay ends the family.

    With ``owner_id`` the log-in goes on in another room of the same phone; raises ``NotYourRoom``.
    """
    session = await _session_of(token, work)
    following = work.secrets.token()
    presented = work.secrets.digest(session.id, _secret(token))
    good = session.rotate(presented, work.secrets.digest(session.id, following), work.now)
    who = await account_of(session.account, session.role, work) if good else None
    session.ended = session.ended or (good and who is None)
    if who is not None and owner_id is not None:
        who = await _in_room(who, owner_id, work)
        session.account = who.id
    await work.kept.sessions.save(session)
    if who is None:
        raise SessionOver(_OVER)
    return _granted(who, session.id, following, work)


async def rooms_of(who: Principal, work: Work) -> list[Owner]:
    """Return the accounts of the caller's phone, one for each room, by id."""
    own = await work.kept.owners.find(who.id) if who.role is Role.OWNER else None
    if own is None or not own.active:
        return []
    phone = own.particulars.phone
    found = await work.accounts.owners_with(work.estate, phone) if phone else [own]
    return sorted(found, key=lambda one: one.id)


async def log_out(token: str, work: Work) -> None:
    """End the family that ``token`` belongs to; a token of none is as good as logged out."""
    session = await work.kept.sessions.find(family_of(token))
    if session is not None and not session.ended:
        session.end(work.secrets.digest(session.id, _secret(token)))
        await work.kept.sessions.save(session)


def family_of(token: str) -> str:
    """Return the family's id, which is the token's first part."""
    return token.partition(".")[0]


def principal_of(account: Owner | Staff) -> Principal:
    """Return the claims that an account's tokens carry."""
    known = account.particulars
    if isinstance(account, Staff):
        return Principal(
            id=account.id,
            estate=account.estate,
            role=account.particulars.role,
            name=known.name,
            department=account.particulars.department,
        )
    return Principal(
        id=account.id,
        estate=account.estate,
        role=Role.OWNER,
        name=known.name,
        household=account.particulars.household_id,
        place=account.particulars.place,
    )


async def _session_of(token: str, work: Work) -> Session:
    session = await work.kept.sessions.find(family_of(token))
    if session is None:
        raise SessionOver(_OVER)
    return session


async def account_of(identity: str, role: Role, work: Work) -> Principal | None:
    """Return who an active account speaks for, as it stands now; None if it has ended."""
    account: Owner | Staff | None
    if role is Role.OWNER:
        account = await work.kept.owners.find(identity)
    else:
        account = await work.kept.staff.find(identity)
    return principal_of(account) if account is not None and account.active else None


async def _in_room(who: Principal, owner_id: str, work: Work) -> Principal:
    for one in await rooms_of(who, work):
        if one.id == owner_id:
            return principal_of(one)
    raise NotYourRoom


def _granted(who: Principal, family: str, secret: str, work: Work) -> Granted:
    return Granted(who=who, access=work.signer.sign(who, work.now), refresh=f"{family}.{secret}")


def _secret(token: str) -> str:
    return token.partition(".")[2]
