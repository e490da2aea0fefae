"""What intake is told by its environment."""

from typing import Annotated, Self

from pydantic import StringConstraints, field_validator, model_validator
from pydantic_settings import NoDecode

from shared.contracts.words import Channel
from shared.runtime.settings import ServiceSettings

AesKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{43}$")]


class Settings(ServiceSettings):
    """Intake's settings; without ``wechat_token`` the callback is not there.

    With ``wechat_aes_key`` the official account must be in safe mode (安全模式) or compatible mode:
    messages that are not encrypted are refused. ``channels`` lets one process serve some doors
    only: ``CHANNELS=wechat``.
    """

    http_port: int = 18081
    channels: Annotated[frozenset[Channel], NoDecode] = frozenset(Channel)
    wechat_token: str | None = None
    wechat_aes_key: AesKey | None = None
    wechat_app_id: str | None = None
    wechat_patience_seconds: float = 4.0

    @field_validator("channels", mode="before")
    @classmethod
    def _split(cls, given: object) -> object:
        return (
            [c.strip() for c in given.split(",") if c.strip()] if isinstance(given, str) else given
        )

    @field_validator("wechat_token", "wechat_aes_key", "wechat_app_id", mode="before")
    @classmethod
    def _empty_is_absent(cls, given: object) -> object:
        return given or None

    @model_validator(mode="after")
    def _key_needs_account(self) -> Self:
        if self.wechat_aes_key and not (self.wechat_token and self.wechat_app_id):
            raise ValueError("WECHAT_AES_KEY needs WECHAT_TOKEN and WECHAT_APP_ID as well")
        return self
