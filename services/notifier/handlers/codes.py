"""Send a log-in code by SMS."""

from datetime import timedelta
from typing import Protocol

from services.notifier.domain.contact import guest_id
from services.notifier.domain.letter import Letter, Reach
from services.notifier.domain.rows import begin
from services.notifier.handlers.sending import post
from services.notifier.ports import Work
from shared.contracts.words import Outlet


class Code(Protocol):
    """A code, whom it is for and how long it is good."""

    @property
    def code_id(self) -> str:
        """The same for a repeat."""
        ...

    @property
    def phone(self) -> str:
        """Where it goes."""
        ...

    @property
    def code(self) -> str:
        """What is sent."""
        ...

    @property
    def minutes(self) -> int:
        """How long it is good."""
        ...


async def send_code(code: Code, work: Work) -> None:
    """Send a code once; it is not kept after it has gone, nor sent when it is no longer good."""
    estate = work.cause.estate
    letter = Letter(
        estate=estate,
        recipient=guest_id(estate, code.phone),
        cause=code.code_id,
        because="login-code",
        about=code.code_id,
        text=work.world.words.code(code.code, code.minutes),
        fields={"code": code.code, "minutes": str(code.minutes)},
        urgent=True,
        secret=True,
        expires_at=work.now + timedelta(minutes=code.minutes),
    )
    await post(begin(letter, (Reach(outlet=Outlet.SMS, to=code.phone),), work.now), work)
