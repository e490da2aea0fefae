"""What intake is told by its environment."""

from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import StringConstraints, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from services.intake.channels.wechat_menu import Account
from services.intake.domain.duty import Duty
from shared.contracts.words import Channel
from shared.runtime.settings import ServiceSettings

AesKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{43}$")]


class MenuSettings(BaseSettings):
    """What the official account's menu is made of; the same names as the gateway's log-in has.

    The owners' page is opened by way of the log-in inside WeChat, so nobody types a code there.
    """

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    wechat_app_id: str = ""
    wechat_secret_file: Path | None = None
    wechat_url: str = "https://api.weixin.qq.com"
    public_url: str = "http://127.0.0.1:18080"

    @property
    def account(self) -> Account | None:
        """Return whose menu it is, None if the estate has no official account."""
        if not self.wechat_app_id or self.wechat_secret_file is None:
            return None
        secret = self.wechat_secret_file.read_text().strip()
        return Account(api=self.wechat_url, app_id=self.wechat_app_id, secret=secret)

    @property
    def page(self) -> str:
        """Return where the owners' page is, log-in included."""
        return f"{self.public_url.rstrip('/')}/api/v1/auth/wechat"


class Settings(ServiceSettings):
    """Intake's settings; without ``wechat_token`` the callback is not there.

    With ``wechat_aes_key`` the official account must be in safe mode (安全模式) or compatible mode:
    messages that are not encrypted are refused. ``channels`` lets one process serve some doors
    only: ``CHANNELS=wechat``. A question that waits ``answer_minutes`` within the duty hours pages
    the clerk, after ``answer_head_minutes`` the head. Pictures are fetched from the platform's
    ``wechat_picture_hosts`` only; links in chats begin with ``public_url``.
    """

    http_port: int = 18081
    channels: Annotated[frozenset[Channel], NoDecode] = frozenset(Channel)
    wechat_token: str | None = None
    wechat_aes_key: AesKey | None = None
    wechat_app_id: str | None = None
    wechat_patience_seconds: float = 4.0
    wechat_picture_hosts: tuple[str, ...] = ("qpic.cn", "weixin.qq.com")
    wecom_token: str | None = None
    wecom_aes_key: AesKey | None = None
    wecom_corp_id: str | None = None
    public_url: str = "http://127.0.0.1:18080"
    time_zone: str = "Asia/Shanghai"
    duty_opens: time = time(8, 30)
    duty_closes: time = time(18, 0)
    answer_minutes: float = 30.0
    answer_head_minutes: float = 60.0

    @property
    def duty(self) -> Duty:
        """Return when the desk is manned, and within how long a question is to be answered."""
        return Duty(
            opens=self.duty_opens,
            closes=self.duty_closes,
            zone=ZoneInfo(self.time_zone),
            clerk=timedelta(minutes=self.answer_minutes),
            head=timedelta(minutes=self.answer_head_minutes),
        )

    @field_validator("channels", mode="before")
    @classmethod
    def _split(cls, given: object) -> object:
        return (
            [c.strip() for c in given.split(",") if c.strip()] if isinstance(given, str) else given
        )

    @field_validator(
        "wechat_token",
        "wechat_aes_key",
        "wechat_app_id",
        "wecom_token",
        "wecom_aes_key",
        "wecom_corp_id",
        mode="before",
    )
    @classmethod
    def _empty_is_absent(cls, given: object) -> object:
        return given or None

    @model_validator(mode="after")
    def _key_needs_account(self) -> Self:
        if self.wechat_aes_key and not (self.wechat_token and self.wechat_app_id):
            raise ValueError("WECHAT_AES_KEY needs WECHAT_TOKEN and WECHAT_APP_ID as well")
        if self.wecom_token and not (self.wecom_aes_key and self.wecom_corp_id):
            raise ValueError("WECOM_TOKEN needs WECOM_AES_KEY and WECOM_CORP_ID as well")
        if self.duty_opens >= self.duty_closes:
            raise ValueError("DUTY_OPENS must be before DUTY_CLOSES")
        return self
