"""Read the notifier's settings from the environment."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

from pydantic import Field

from shared.contracts.words import Outlet
from shared.runtime.settings import ServiceSettings

WAITS: Final[Mapping[Outlet, float]] = {
    Outlet.APP: 600.0,
    Outlet.WECHAT: 300.0,
    Outlet.SMS: 300.0,
}


class Settings(ServiceSettings):
    """``receipt_wait_seconds`` is JSON by outlet, over the defaults: ``{"sms": 120}``.

    ``public_url`` goes before the links in messages; ``sweep_seconds`` is the pause between looks
    for what is due.
    """

    http_port: int = 18083
    sandbox_url: str
    receipt_secret_file: Path
    public_url: str = "http://127.0.0.1:18080"
    time_zone: str = "Asia/Shanghai"
    receipt_wait_seconds: dict[Outlet, float] = Field(default_factory=dict)
    sweep_seconds: float = 1.0

    @property
    def waits(self) -> Mapping[Outlet, timedelta]:
        """Return how long a receipt may take, by outlet."""
        seconds = {**WAITS, **self.receipt_wait_seconds}
        return {outlet: timedelta(seconds=value) for outlet, value in seconds.items()}
