"""Prove on a chat channel whose openid it is: by a code to the phone, or one from the desk."""

import hmac
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Final

from services.intake.domain.wording import narrow
from shared.contracts.conversations import BindingEnded, BindingProven, CodeIssued
from shared.contracts.phone import mark_of
from shared.kernel.aggregate import Aggregate
from shared.kernel.errors import TooMany
from shared.kernel.ids import derived_id

MINUTES: Final = 5
TRIES: Final = 5
WITHIN: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
ROOM_CODE_LASTS: Final = timedelta(minutes=30)
LIMITS: Final = ((timedelta(minutes=1), 1), (timedelta(hours=1), 5), (DAY, 10))
PHONE: Final = re.compile(r"(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
CODE: Final = re.compile(r"\d{6}")
_SIGNS: Final = r"([2-9A-HJ-NP-Za-hj-np-z]{4})"
ROOM_CODE: Final = re.compile(rf"(?:绑定|登记)\s*[:\uff1a]?\s*{_SIGNS}-?{_SIGNS}")
UNBIND: Final = re.compile(r"(解除?|取消)(绑定|登记)|解绑")
COMMAND: Final = re.compile(r"(绑定|登记|解绑|解除?(绑定|登记)).*|\d{6}")


class TriedTooOften(TooMany):
    """Codes enough have been asked for or guessed."""

    slug: ClassVar[str] = "binding-tried-too-often"


@dataclass(slots=True, kw_only=True)
class PhoneCodes(Aggregate):
    """When codes were wanted for one phone; kept alike for phones that nobody here has."""

    forget_at: datetime
    sent: list[datetime] = field(default_factory=list)

    def want(self, at: datetime) -> None:
        """Count one more; raises ``TriedTooOften``."""
        self.sent = [one for one in self.sent if at - one < DAY]
        for span, most in LIMITS:
            if sum(at - one < span for one in self.sent) >= most:
                raise TriedTooOften("验证码发送得太频繁，请过几分钟再试。", retry_after=60)
        self.sent.append(at)
        self.forget_at = at + DAY


@dataclass(slots=True, kw_only=True)
class Proof(Aggregate):
    """One openid's tries to prove whose it is; codes are known by their keyed digests only."""

    openid: str
    forget_at: datetime
    owners: tuple[str, ...] = ()
    digest: str = ""
    good_until: datetime | None = None
    tries: int = 0
    wrong: list[datetime] = field(default_factory=list)

    def issue(self, phone: str, code: str, owners: tuple[str, ...], at: datetime) -> None:
        """Send ``code`` to ``phone`` if it is some owners'; else do as if."""
        self.digest, self.owners, self.tries = digest_of(self.openid, code), owners, 0
        self.good_until = at + timedelta(minutes=MINUTES)
        self.forget_at = at + DAY
        if owners:
            self.record(
                CodeIssued(
                    code_id=derived_id("code", self.id, at.isoformat()),
                    phone=phone,
                    code=code,
                    minutes=MINUTES,
                    issued_at=at,
                )
            )

    def awaits(self, at: datetime) -> bool:
        """Tell whether six digits would be the code that was sent."""
        return bool(self.digest) and self.good_until is not None and at < self.good_until

    def answer(self, code: str, at: datetime) -> bool:
        """Tell whether it is the code; a right one is used up, and wrong ones are counted.

        Raises ``TriedTooOften``.
        """
        self.check(at)
        self.tries += 1
        right = hmac.compare_digest(self.digest, digest_of(self.openid, code))
        if not right or self.tries > TRIES or not self.owners:
            self.miss(at)
            return False
        self.digest, self.wrong, self.forget_at = "", [], at + DAY
        self.record(
            BindingProven(openid=self.openid, owners=self.owners, proven_at=at, how="phone")
        )
        return True

    def check(self, at: datetime) -> None:
        """Raise ``TriedTooOften`` after five wrong tries within the hour."""
        self.wrong = [one for one in self.wrong if at - one < WITHIN]
        if len(self.wrong) >= TRIES:
            raise TriedTooOften(
                "尝试次数太多，请一小时后再试，或到物业服务中心办理。", retry_after=3600
            )

    def miss(self, at: datetime) -> None:
        """Count a wrong try."""
        self.wrong = [*self.wrong, at][-TRIES:]
        self.forget_at = at + DAY

    def give_up(self, owners: tuple[str, ...], at: datetime) -> None:
        """Tell that the openid is no longer theirs."""
        self.forget_at = at + DAY
        self.record(BindingEnded(openid=self.openid, owners=owners, ended_at=at))


@dataclass(slots=True, kw_only=True)
class RoomCode(Aggregate):
    """A code that the desk hands to an owner; its id is derived from its digest. Good once."""

    owner_id: str
    issued_by: str
    good_until: datetime
    forget_at: datetime
    used: bool = False

    def redeem(self, openid: str, at: datetime) -> bool:
        """Use it up and tell whose openid it is; False when it was used or is too old."""
        if self.used or at >= self.good_until:
            return False
        self.used = True
        self.record(
            BindingProven(
                openid=openid,
                owners=(self.owner_id,),
                proven_at=at,
                how="room-code",
                by=self.issued_by,
            )
        )
        return True


def digest_of(openid: str, code: str) -> str:
    """Return by what a code is known again: a keyed digest, of no use to whoever reads it."""
    return derived_id("code", mark_of(f"{openid}\x1f{code}"))


def room_code_id(estate: str, code: str) -> str:
    """Return the id of the room code; nothing kept lets anybody find the code."""
    return derived_id("room-code", estate, mark_of(code))


def proof_id(estate: str, openid: str) -> str:
    """Return the id of an openid's one proof."""
    return derived_id("proof", estate, openid)


def phone_codes_id(estate: str, phone: str) -> str:
    """Return the id under which a phone's codes are counted."""
    return derived_id("phone-codes", estate, mark_of(phone))


def phone_in(text: str) -> str | None:
    """Return the one mobile number in a text, None if there is none or more than one."""
    found = {re.sub(r"[ -]", "", one) for one in PHONE.findall(narrow(text))}
    return found.pop() if len(found) == 1 else None


def room_code_in(text: str) -> str | None:
    """Return the room code in ``绑定 K7M2-Q4XA``, in capitals without the dash."""
    found = ROOM_CODE.fullmatch(narrow(text).strip())
    return (found[1] + found[2]).upper() if found else None
