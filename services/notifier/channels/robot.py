"""Send to a WeCom group by its robot (群机器人)."""

from collections.abc import Mapping

from services.notifier.channels.platform import JSON, Said, as_json
from services.notifier.channels.verdicts import fail, judge
from services.notifier.channels.wechat_codes import WECOM
from services.notifier.channels.wecom import LONGEST, cropped
from services.notifier.channels.wire import Wire, read
from services.notifier.domain.patience import UNREPORTED
from services.notifier.ports import Found, Parcel, Rejected


class Robots:
    """The groups by the name that stands in the staff's register; each key is a secret.

    A robot gives neither names nor receipts, cannot be asked, and drops in silence what passes
    twenty a minute: it is paced below that, what must arrive goes on to the next outlet for want of
    a receipt, and after a crash a group may read a message twice.
    """

    def __init__(self, wire: Wire, url: str, keys: Mapping[str, str]) -> None:
        self._wire = wire
        self._url = url.rstrip("/")
        self._keys = keys

    async def send(self, parcel: Parcel) -> str:
        """Say one message in the group."""
        key = self._keys.get(parcel.to)
        if key is None:
            raise Rejected(f"{self._wire.name}: no such group")
        asked = {"msgtype": "text", "text": {"content": cropped(parcel.text, LONGEST)}}
        url = f"{self._url}/cgi-bin/webhook/send?key={key}"
        said = read(Said, await self._wire.post(url, as_json(asked), JSON), self._wire.name)
        if said.errcode:
            code = str(said.errcode)
            fail(self._wire.name, code, judge(WECOM, code), self._wire.clock)
        return UNREPORTED

    async def find(self, parcel: Parcel) -> Found | None:
        """Say nothing: a robot cannot be asked."""
        return None
