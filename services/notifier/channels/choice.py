"""Put the chosen providers together, each within its limits and behind its own breaker."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from aiohttp import ClientSession
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode

from services.notifier.channels import aliyun, tencent, wechat, wecom
from services.notifier.channels.addressed import Addressed
from services.notifier.channels.budget import A_SECOND, Budgeted, a_day, a_second
from services.notifier.channels.counts import MongoCounts
from services.notifier.channels.limits import Limited
from services.notifier.channels.platform import Platform
from services.notifier.channels.push import Vapid, WebPush
from services.notifier.channels.robot import Robots
from services.notifier.channels.sandbox import Sandbox
from services.notifier.channels.subscriptions import MongoSubscriptions
from services.notifier.channels.templates import Approved, Templates
from services.notifier.channels.tokens import Fetch, SharedTokens
from services.notifier.channels.verdicts import Verdict
from services.notifier.channels.wechat_codes import OFFICIAL, WECOM
from services.notifier.channels.wire import Wire
from services.notifier.ports import Provider
from shared.contracts.words import Outlet
from shared.kernel.clock import Clock
from shared.runtime.mongo import Database

ByCause = dict[str, Approved]


@dataclass(slots=True, frozen=True)
class PushAccount:
    """The installation's VAPID key (PEM) and whom a push service may write to."""

    private_pem: bytes
    subject: str

    @property
    def public_key(self) -> str:
        """Return the key that browsers subscribe with, empty where there is none."""
        if not self.private_pem:
            return ""
        key = Vapid02.from_pem(self.private_pem).public_key
        return str(b64urlencode(key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)))


@dataclass(slots=True, frozen=True, kw_only=True)
class Accounts:
    """Whose name messages go out in; ``chosen`` names the provider of each outlet.

    ``daily`` is the most that a provider is given a day.
    """

    chosen: Mapping[Outlet, str]
    sandbox_url: str
    templates: Mapping[str, ByCause]
    aliyun: aliyun.Account
    tencent: tencent.Account
    wechat: wechat.Account
    wecom: wecom.Account
    robots: Mapping[str, str]
    push: PushAccount
    daily: Mapping[str, int]


class Providers:
    """Builds providers on one session, one database and one clock."""

    def __init__(
        self, accounts: Accounts, session: ClientSession, database: Database, clock: Clock
    ) -> None:
        self.subscriptions = MongoSubscriptions(database["subscriptions"], clock)
        self._accounts = accounts
        self._session = session
        self._database = database
        self._clock = clock
        self._counts = MongoCounts(database["counts"])

    async def ensure_indexes(self) -> None:
        """Make the indexes of what the providers keep."""
        await self.subscriptions.ensure_indexes()
        await self._counts.ensure_indexes()

    def all(self) -> dict[Outlet, Provider]:
        """Return the provider of each outlet."""
        found = {
            outlet: MAKERS[name](self, outlet) for outlet, name in self._accounts.chosen.items()
        }
        found[Outlet.WECHAT] = Addressed(found[Outlet.WECHAT], self._at_work())
        return found

    def _budgeted(self, name: str, provider: Provider) -> Provider:
        """Return a provider within what its account may send a second and a day."""
        for table, budget in ((A_SECOND, a_second), (self._accounts.daily, a_day)):
            if name in table:
                provider = Budgeted(name, provider, self._counts, budget(table[name]), self._clock)
        return provider

    def sandbox(self, outlet: Outlet) -> Provider:
        """Return the sandbox for an outlet."""
        return Sandbox(self._session, self._accounts.sandbox_url, outlet)

    def aliyun(self, _: Outlet) -> Provider:
        """Return Alibaba Cloud's SMS."""
        templates = self._templates("aliyun")
        provider = aliyun.AliyunSms(self._wire("aliyun"), self._accounts.aliyun, templates)
        limited = Limited("aliyun", provider, self._counts, self._clock, templates)
        return self._budgeted("aliyun", limited)

    def tencent(self, _: Outlet) -> Provider:
        """Return Tencent Cloud's SMS."""
        templates = self._templates("tencent")
        provider = tencent.TencentSms(self._wire("tencent"), self._accounts.tencent, templates)
        limited = Limited("tencent", provider, self._counts, self._clock, templates)
        return self._budgeted("tencent", limited)

    def official(self, _: Outlet) -> Provider:
        """Return the WeChat official account."""
        wire, account = self._wire("wechat"), self._accounts.wechat
        fetch = wechat.fetching(wire, account)
        platform = self._platform(wire, account.url, account.app_id, fetch, OFFICIAL)
        provider = wechat.OfficialAccount(platform, wire, self._templates("wechat"))
        return self._budgeted("wechat", provider)

    def push(self, _: Outlet) -> Provider:
        """Return Web Push."""
        wire, account = self._wire("push"), self._accounts.push
        vapid = Vapid(account.private_pem, account.subject, wire)
        return WebPush(wire, vapid, self.subscriptions)

    def _at_work(self) -> dict[str, Provider]:
        wire, account = self._wire("wecom"), self._accounts.wecom
        found: dict[str, Provider] = {}
        if account.corp_id:
            name = f"{account.corp_id}:{account.agent_id}"
            fetch = wecom.fetching(wire, account)
            platform = self._platform(wire, account.url, name, fetch, WECOM)
            application = wecom.WecomApplication(platform, wire, account.agent_id)
            found["wecom"] = Limited("wecom", application, self._counts, self._clock)
        if self._accounts.robots:
            robots = Robots(self._wire("robot"), account.url, self._accounts.robots)
            found["robot"] = Limited("robot", robots, self._counts, self._clock)
        return found

    def _platform(
        self, wire: Wire, url: str, name: str, fetch: Fetch, verdicts: Mapping[str, Verdict]
    ) -> Platform:
        tokens = SharedTokens(self._database["tokens"], name, fetch, self._clock)
        return Platform(wire, url, tokens, verdicts)

    def _templates(self, provider: str) -> Templates:
        return Templates(provider, self._accounts.templates.get(provider, {}))

    def _wire(self, name: str) -> Wire:
        return Wire(self._session, name, self._clock)


MAKERS: Final[Mapping[str, Callable[[Providers, Outlet], Provider]]] = {
    "sandbox": Providers.sandbox,
    "aliyun": Providers.aliyun,
    "tencent": Providers.tencent,
    "official": Providers.official,
    "push": Providers.push,
}
