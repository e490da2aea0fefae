"""What the gateway is told by its environment."""

from pathlib import Path

from pydantic import HttpUrl

from shared.runtime.settings import ServiceSettings


class Settings(ServiceSettings):
    """Where the services are, where the keys lie, and how much one caller may ask.

    The desk and WeChat are at ``intake_url`` too unless they have processes of their own.
    ``public_url`` is the address that people see: https makes cookies Secure and sends HSTS.
    With ``wechat_app_id`` and its secret, owners log in inside WeChat without a code.
    ``trusted_proxies`` says how many proxies of ours stand in front and write X-Forwarded-For.
    """

    intake_url: HttpUrl
    intake_desk_url: HttpUrl | None = None
    intake_wechat_url: HttpUrl | None = None
    router_url: HttpUrl
    notifier_url: HttpUrl
    survey_url: HttpUrl
    sandbox_url: HttpUrl | None = None
    jwt_private_key_file: Path
    digest_key_file: Path | None = None
    admin_password_file: Path
    public_url: HttpUrl
    trusted_proxies: int = 0
    wechat_app_id: str = ""
    wechat_secret_file: Path | None = None
    wechat_url: str = "https://api.weixin.qq.com"
    wechat_pages_url: str = "https://open.weixin.qq.com"
    address_burst: int = 300
    address_per_second: float = 100.0
    account_burst: int = 60
    account_per_second: float = 20.0
    codes_burst: int = 60
    codes_per_hour: float = 120.0
    logins_burst: int = 60
    logins_per_minute: float = 30.0
