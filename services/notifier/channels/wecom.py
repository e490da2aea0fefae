"""Send by WeCom (企业微信) to members of staff: an application's messages."""

from dataclasses import dataclass
from typing import Final

from services.notifier.channels.platform import Platform, Said, given
from services.notifier.channels.shanghai import LOCAL
from services.notifier.channels.tokens import Fetch, Fresh
from services.notifier.channels.wechat_codes import WECOM
from services.notifier.channels.wire import Wire
from services.notifier.ports import Found, Parcel, Rejected

LONGEST: Final = 2048
UNLIKE: Final = 14_400


@dataclass(slots=True, frozen=True, kw_only=True)
class Account:
    """Which company's application it is."""

    url: str
    corp_id: str
    agent_id: int
    secret: str


def fetching(wire: Wire, account: Account) -> Fetch:
    """Return what fetches an access token (gettoken); there is no way to force a new one."""

    async def fetch(_: bool) -> Fresh:
        query = f"corpid={account.corp_id}&corpsecret={account.secret}"
        url = f"{account.url.rstrip('/')}/cgi-bin/gettoken?{query}"
        return given(await wire.get(url), wire, WECOM)

    return fetch


class WecomApplication:
    """One application; it cannot be asked, but does not show the same body twice in four hours.

    So a body ends with the second at which its message was made: the same for each attempt, and
    another for another message in the same words, which would be dropped in silence otherwise.
    """

    def __init__(self, platform: Platform, wire: Wire, agent_id: int) -> None:
        self._platform = platform
        self._wire = wire
        self._agent_id = agent_id

    async def send(self, parcel: Parcel) -> str:
        """Hand one message over; returns the msgid by which it can be recalled."""
        asked = {
            "touser": parcel.to,
            "msgtype": "text",
            "agentid": self._agent_id,
            "text": {"content": _body(parcel)},
            "enable_duplicate_check": 1,
            "duplicate_check_interval": UNLIKE,
        }
        said = await self._platform.call("message/send", asked)
        if not isinstance(said, Said) or said.invaliduser:
            raise Rejected(f"{self._wire.name}: not a member who can be reached")
        return said.msgid

    async def find(self, parcel: Parcel) -> Found | None:
        """Say nothing: the platform cannot be asked."""
        return None

    async def recall(self, provider_id: str) -> None:
        """Take a message of the last day back."""
        await self._platform.call("message/recall", {"msgid": provider_id})


def _body(parcel: Parcel) -> str:
    made = f"\n{parcel.since.astimezone(LOCAL):%m-%d %H:%M:%S}" if parcel.since else ""
    return cropped(parcel.text, LONGEST - len(made)) + made


def cropped(text: str, longest: int) -> str:
    """Return the text in at most ``longest`` bytes of UTF-8."""
    body = text.encode()
    return text if len(body) <= longest else f"{body[: longest - 3].decode(errors='ignore')}…"
