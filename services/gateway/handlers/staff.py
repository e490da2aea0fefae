"""Log staff in by username and password, and set passwords."""

from typing import Final

from services.gateway.domain.accounts import Staff, StaffParticulars
from services.gateway.domain.attempts import Attempts, WrongPassword
from services.gateway.domain.credential import Credential
from services.gateway.handlers.sessions import Granted, open_session, principal_of
from services.gateway.ports import Work
from shared.contracts.words import Role
from shared.kernel.ids import derived_id

ADMIN: Final = "admin"
_WRONG: Final = "用户名或密码不对，请检查后再试。"


async def log_in(username: str, password: str, work: Work) -> Granted:
    """Log a member of staff in; raises ``WrongPassword`` or ``LockedOut``.

    The try is counted before the password is looked at; an unknown username costs the same.
    """
    attempts = await _attempts(username, work)
    attempts.begin(work.now)
    await work.kept.attempts.save(attempts)
    staff = await work.accounts.staff_named(work.estate, username)
    credential = await work.kept.credentials.find(staff.id if staff else username)
    fits = await work.passwords.fits(credential.password if credential else None, password)
    if staff is None or not fits:
        raise WrongPassword(_WRONG)
    attempts.passed()
    await work.kept.attempts.save(attempts)
    return await open_session(principal_of(staff), work)


async def set_password(staff_id: str, password: str, work: Work) -> None:
    """Give a member of staff this password, unless it is theirs already."""
    hashed = await hashed_anew(staff_id, password, work)
    if hashed is None:
        return
    credential = await work.kept.credentials.find(staff_id)
    credential = credential or Credential(id=staff_id, estate=work.estate, password="")
    credential.password = hashed
    await work.kept.credentials.save(credential)


async def hashed_anew(staff_id: str, password: str, work: Work) -> str | None:
    """Return what may be kept of a password; None if it is that member's already."""
    credential = await work.kept.credentials.find(staff_id)
    if credential and await work.passwords.fits(credential.password, password):
        return None
    return await work.passwords.hashed(password)


async def password_marks(work: Work) -> dict[str, str]:
    """Return by username a mark of each password that is kept, which changes with it.

    It is the keyed digest of a salted hash, so nothing can be learnt from it, and nothing is kept.
    """
    marks = {}
    for one in await work.accounts.all_staff(work.estate):
        credential = await work.kept.credentials.find(one.id) if one.active else None
        if credential:
            digest = work.secrets.digest("password-mark", one.id, credential.password)
            marks[one.particulars.username] = digest
    return marks


async def ensure_admin(password: str, work: Work) -> None:
    """See that the estate has an ``admin`` who can log in with ``password``."""
    if await work.kept.staff.find(ADMIN) is None:
        known = StaffParticulars(name="系统管理员", role=Role.ADMIN, username=ADMIN)
        admin = Staff(id=ADMIN, estate=work.estate, particulars=known)
        admin.tell()
        await work.kept.staff.save(admin)
    await set_password(ADMIN, password, work)


async def _attempts(username: str, work: Work) -> Attempts:
    identity = derived_id("attempts", work.estate, work.secrets.digest("username", username))
    found = await work.kept.attempts.find(identity)
    return found or Attempts(id=identity, estate=work.estate, forget_at=work.now)
