"""Send by a WeChat official account (服务号): template, subscription or customer service."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from services.notifier.channels.platform import JSON, Platform, Said, as_json, given
from services.notifier.channels.templates import Approved, Templates
from services.notifier.channels.tokens import Fetch, Fresh
from services.notifier.channels.verdicts import Verdict
from services.notifier.channels.wechat_codes import OFFICIAL
from services.notifier.channels.wire import Wire
from services.notifier.domain.patience import UNREPORTED
from services.notifier.ports import Found, Parcel, Rejected

WINDOW: Final = timedelta(hours=48)
LONGEST: Final[Mapping[str, int]] = {
    "thing": 20,
    "character_string": 32,
    "phrase": 5,
    "name": 10,
    "letter": 32,
    "symbol": 5,
}
SPARE: Final = timedelta(minutes=1)
Outcome = Said | Verdict
Way = Callable[[Parcel], Awaitable[Outcome]]


@dataclass(slots=True, frozen=True, kw_only=True)
class Account:
    """Whose official account it is."""

    url: str
    app_id: str
    secret: str


def fetching(wire: Wire, account: Account) -> Fetch:
    """Return what fetches a stable token (stable_token) for the account."""

    async def fetch(force: bool) -> Fresh:
        asked = {
            "grant_type": "client_credential",
            "appid": account.app_id,
            "secret": account.secret,
            "force_refresh": force,
        }
        url = f"{account.url.rstrip('/')}/cgi-bin/stable_token"
        return given(await wire.post(url, as_json(asked), JSON), wire, OFFICIAL)

    return fetch


class OfficialAccount:
    """The ways of one account, tried in order until one is open.

    A template message comes first for what needs a receipt, and for whatever may have gone already:
    its ``client_msg_id`` keeps the platform from showing one twice within ten minutes. Otherwise
    the whole text goes as a customer-service message while the person's 48 hours last. Neither can
    be asked for: after a crash this is where a message may come twice.
    """

    def __init__(self, platform: Platform, wire: Wire, templates: Templates) -> None:
        self._platform = platform
        self._wire = wire
        self._templates = templates

    async def send(self, parcel: Parcel) -> str:
        """Hand one message over; returns the platform's msgid where the way has one."""
        for way in self._ways(parcel):
            said = await way(parcel)
            if isinstance(said, Said):
                return said.msgid or UNREPORTED
        raise Rejected(f"{self._wire.name}: no way is open to this person")

    async def find(self, parcel: Parcel) -> Found | None:
        """Say nothing: the platform cannot be asked."""
        return None

    def _ways(self, parcel: Parcel) -> list[Way]:
        approved = self._templates.find(parcel.because)
        ways: list[Way] = []
        if approved:
            ways.append(self._template if approved.kind == "template" else self._subscription)
        if self._hears(parcel):
            first = not (parcel.chased or parcel.tried_at)
            ways.insert(0 if first else len(ways), self._speak)
        return ways

    def _hears(self, parcel: Parcel) -> bool:
        heard_at = parcel.heard_at
        return heard_at is not None and self._wire.clock() < heard_at + WINDOW - SPARE

    async def _template(self, parcel: Parcel) -> Outcome:
        approved = self._templates.get(parcel.because)
        asked = {
            **_filled(approved, parcel),
            "url": parcel.fields.get("link", ""),
            "client_msg_id": parcel.token.replace("-", ""),
        }
        return await self._platform.call("message/template/send", asked)

    async def _subscription(self, parcel: Parcel) -> Outcome:
        asked = _filled(self._templates.get(parcel.because), parcel)
        return await self._platform.call("message/subscribe/bizsend", asked)

    async def _speak(self, parcel: Parcel) -> Outcome:
        asked = {"touser": parcel.to, "msgtype": "text", "text": {"content": parcel.text}}
        return await self._platform.call("message/custom/send", asked)


def _filled(approved: Approved, parcel: Parcel) -> dict[str, object]:
    values = approved.fill(parcel).items()
    return {
        "touser": parcel.to,
        "template_id": approved.id,
        "data": {name: {"value": _fitting(name, value)} for name, value in values},
    }


def _fitting(name: str, value: str) -> str:
    longest = LONGEST.get(name.rstrip("0123456789"), len(value))
    return value[:longest]
