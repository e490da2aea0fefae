"""Make, end and recognise the keys by which programs speak in an account's name."""

from dataclasses import dataclass

from services.gateway.domain.api_key import MOST, ApiKey, TooManyKeys
from services.gateway.handlers.sessions import account_of
from services.gateway.ports import Work
from shared.kernel.errors import Missing
from shared.kernel.ids import new_id
from shared.web.auth import Principal


@dataclass(slots=True, frozen=True, kw_only=True)
class Made:
    """A new key: the text is told once and kept nowhere."""

    key: ApiKey
    text: str


async def make(who: Principal, name: str, work: Work) -> Made:
    """Make a key for the caller's own account; raises ``TooManyKeys``."""
    mine = await work.accounts.api_keys(work.estate, who.id)
    if len([one for one in mine if one.ended_at is None]) >= MOST:
        raise TooManyKeys
    identity, secret = new_id(), work.secrets.token()
    key = ApiKey(
        id=identity,
        estate=work.estate,
        account=who.id,
        role=who.role,
        name=name,
        digest=work.secrets.digest(identity, secret),
        made_at=work.now,
    )
    await work.kept.api_keys.save(key)
    return Made(key=key, text=f"{identity}.{secret}")


async def end(key_id: str, who: Principal, work: Work) -> None:
    """End a key of the caller's own."""
    key = await work.kept.api_keys.find(key_id)
    if key is None or key.account != who.id:
        raise Missing("没有找到这个密钥，请刷新后再看。")
    if key.ended_at is None:
        key.ended_at = work.now
        await work.kept.api_keys.save(key)


async def holder(text: str, work: Work) -> Principal | None:
    """Return who speaks by this key; None for a key of nobody's, or of an account that ended."""
    identity, _, secret = text.partition(".")
    key = await work.kept.api_keys.find(identity)
    if key is None or not key.fits(work.secrets.digest(identity, secret)):
        return None
    return await account_of(key.account, key.role, work)
