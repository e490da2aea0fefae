"""Read the notifier's settings from the environment."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import Field, TypeAdapter, model_validator

from services.notifier.channels import aliyun, tencent, wechat, wecom
from services.notifier.channels.budget import DAILY
from services.notifier.channels.choice import Accounts, ByCause, PushAccount
from services.notifier.domain.push import SERVICES
from services.notifier.domain.sms import is_signature
from shared.contracts.words import Outlet
from shared.runtime.settings import ServiceSettings

WAITS: Final[Mapping[Outlet, float]] = {
    Outlet.APP: 600.0,
    Outlet.WECHAT: 300.0,
    Outlet.SMS: 300.0,
}
NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "aliyun": ("aliyun_key_id", "aliyun_secret_file", "aliyun_sign_name", "templates_file"),
    "tencent": (
        "tencent_secret_id",
        "tencent_secret_file",
        "tencent_app_id",
        "tencent_sign_name",
        "templates_file",
    ),
    "official": ("wechat_app_id", "wechat_secret_file", "templates_file"),
    "push": ("vapid_private_key_file",),
    "sandbox": ("sandbox_url",),
}
SIGNATURE: Final = "物业服务中心"
_TEMPLATES: Final = TypeAdapter(dict[str, ByCause])
_ROBOTS: Final = TypeAdapter(dict[str, str])


class Settings(ServiceSettings):
    """``receipt_wait_seconds`` is JSON by outlet, over the defaults: ``{"sms": 120}``.

    ``public_url`` goes before the links in messages; ``sweep_seconds`` is the pause between looks
    for what is due. ``sms_provider``, ``wechat_provider`` and ``app_provider`` choose who carries
    an outlet; addresses that begin with ``wecom:`` or ``robot:`` go by WeCom where it is set up.
    ``webhooks_inside`` lets webhooks go to http and to addresses inside, as for a trial.
    ``provider_daily_most`` is JSON as well: ``{"aliyun": 2000}`` caps what a day may cost.
    ``digest_seconds`` is the window in which progress of one request becomes one message, 0 for
    none; ``notices_an_hour`` caps ordinary announcements; ``sms_signature`` is counted in texts.
    ``templates_file`` is JSON: provider, then event type, ``login-code`` or ``*``, then
    ``{"id": …, "fields": {"theirs": "ours"}}``; ``wecom_robots_file`` is JSON: name, then key.
    """

    http_port: int = 18083
    sandbox_url: str = ""
    receipt_secret_file: Path
    public_url: str = "http://127.0.0.1:18080"
    time_zone: str = "Asia/Shanghai"
    receipt_wait_seconds: dict[Outlet, float] = Field(default_factory=dict)
    sweep_seconds: float = 1.0
    digest_seconds: float = Field(default=20.0, ge=0, le=600)
    notices_an_hour: int = Field(default=3, ge=1, le=60)
    sms_signature: str = ""
    sms_provider: Literal["sandbox", "aliyun", "tencent"] = "sandbox"
    wechat_provider: Literal["sandbox", "official"] = "sandbox"
    app_provider: Literal["sandbox", "push"] = "sandbox"
    provider_daily_most: dict[str, int] = Field(default_factory=dict)
    templates_file: Path | None = None
    callback_secret_file: Path | None = None
    aliyun_url: str = "https://dysmsapi.aliyuncs.com"
    aliyun_key_id: str = ""
    aliyun_secret_file: Path | None = None
    aliyun_sign_name: str = ""
    tencent_url: str = "https://sms.tencentcloudapi.com"
    tencent_secret_id: str = ""
    tencent_secret_file: Path | None = None
    tencent_app_id: str = ""
    tencent_sign_name: str = ""
    tencent_region: str = "ap-guangzhou"
    wechat_url: str = "https://api.weixin.qq.com"
    wechat_app_id: str = ""
    wechat_secret_file: Path | None = None
    wecom_url: str = "https://qyapi.weixin.qq.com"
    wecom_corp_id: str = ""
    wecom_agent_id: int = 0
    wecom_secret_file: Path | None = None
    wecom_robots_file: Path | None = None
    webhooks_inside: bool = False
    vapid_private_key_file: Path | None = None
    vapid_subject: str = "mailto:postmaster@localhost"
    push_services: tuple[str, ...] = SERVICES

    @property
    def waits(self) -> Mapping[Outlet, timedelta]:
        """Return how long a receipt may take, by outlet."""
        seconds = {**WAITS, **self.receipt_wait_seconds}
        return {outlet: timedelta(seconds=value) for outlet, value in seconds.items()}

    @property
    def signature(self) -> str:
        """Return what stands before an SMS in 【】: our setting, or the provider's account's."""
        return self.sms_signature or self.aliyun_sign_name or self.tencent_sign_name or SIGNATURE

    @property
    def chosen(self) -> tuple[str, ...]:
        """Return the names of the providers that are chosen."""
        return (self.sms_provider, self.wechat_provider, self.app_provider)

    @property
    def names_rows(self) -> bool:
        """Tell whether receipts may name rows by the provider's own name for them."""
        return self.sms_provider != "sandbox" or self.wechat_provider != "sandbox"

    @property
    def callback_secret(self) -> bytes:
        """Return what stands in the path of SMS receipts; none are taken when it is empty."""
        return _secret(self.callback_secret_file).encode()

    @property
    def accounts(self) -> Accounts:
        """Return the accounts of the chosen providers."""
        return Accounts(
            chosen=dict(zip((Outlet.SMS, Outlet.WECHAT, Outlet.APP), self.chosen, strict=True)),
            sandbox_url=self.sandbox_url,
            templates=_TEMPLATES.validate_json(_secret(self.templates_file) or "{}"),
            aliyun=self._aliyun(),
            tencent=self._tencent(),
            wechat=wechat.Account(
                url=self.wechat_url,
                app_id=self.wechat_app_id,
                secret=_secret(self.wechat_secret_file),
            ),
            wecom=self._wecom(),
            robots=_ROBOTS.validate_json(_secret(self.wecom_robots_file) or "{}"),
            daily={**DAILY, **self.provider_daily_most},
            push=PushAccount(_secret(self.vapid_private_key_file).encode(), self.vapid_subject),
        )

    def _aliyun(self) -> aliyun.Account:
        return aliyun.Account(
            url=self.aliyun_url,
            key_id=self.aliyun_key_id,
            secret=_secret(self.aliyun_secret_file),
            sign_name=self.aliyun_sign_name,
        )

    def _tencent(self) -> tencent.Account:
        return tencent.Account(
            url=self.tencent_url,
            secret_id=self.tencent_secret_id,
            secret_key=_secret(self.tencent_secret_file),
            app_id=self.tencent_app_id,
            sign_name=self.tencent_sign_name,
            region=self.tencent_region,
        )

    def _wecom(self) -> wecom.Account:
        return wecom.Account(
            url=self.wecom_url,
            corp_id=self.wecom_corp_id,
            agent_id=self.wecom_agent_id,
            secret=_secret(self.wecom_secret_file),
        )

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not is_signature(self.signature):
            raise ValueError("SMS_SIGNATURE must be 2 to 12 Chinese characters, letters or digits")
        for name in self.chosen:
            if missing := [need.upper() for need in NEEDS[name] if not getattr(self, need)]:
                raise ValueError(f"the provider {name} needs {', '.join(missing)} as well")
        return self


def _secret(path: Path | None) -> str:
    return path.read_text().strip() if path else ""
