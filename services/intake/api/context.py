"""What intake's operations find on their application."""

from collections.abc import Callable
from typing import Final

from aiohttp import web

from services.intake.channels.wechat import OfficialAccount
from services.intake.channels.wecom import Application
from services.intake.ports import Work
from shared.contracts.envelope import Cause
from shared.kernel.ids import new_id
from shared.web.auth import Principal
from shared.web.operation import CLOCK

WORK: Final[web.AppKey[Callable[[Cause], Work]]] = web.AppKey("work")
ACCOUNT: Final[web.AppKey[OfficialAccount | None]] = web.AppKey("account")
WECOM: Final[web.AppKey[Application | None]] = web.AppKey("wecom")
ESTATE: Final = web.AppKey("estate", str)
PATIENCE: Final = web.AppKey("patience", float)


def looking(request: web.Request, who: Principal) -> Work:
    """Return work that only looks, and so never meets a repeat of a command."""
    identity = new_id()
    now = request.app[CLOCK]()
    cause = Cause(id=identity, estate=who.estate, at=now, correlation=identity)
    return request.app[WORK](cause)
