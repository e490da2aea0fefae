"""What intake's operations find on their application."""

from collections.abc import Callable
from typing import Final

from aiohttp import web

from services.intake.channels.wechat import OfficialAccount
from services.intake.ports import Work
from shared.contracts.envelope import Cause

WORK: Final[web.AppKey[Callable[[Cause], Work]]] = web.AppKey("work")
ACCOUNT: Final[web.AppKey[OfficialAccount | None]] = web.AppKey("account")
ESTATE: Final = web.AppKey("estate", str)
PATIENCE: Final = web.AppKey("patience", float)
