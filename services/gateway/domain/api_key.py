"""Keep the keys by which other programs speak in an account's name, known by digests only."""

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final

from shared.contracts.words import Role
from shared.kernel.aggregate import Aggregate
from shared.kernel.errors import Refused

MOST: Final = 10


class TooManyKeys(Refused):
    """The account has as many keys as one may have."""

    slug: ClassVar[str] = "too-many-keys"

    def __init__(self) -> None:
        super().__init__(f"一个账号最多 {MOST} 个密钥，请先停用不用的。")


@dataclass(slots=True, kw_only=True)
class ApiKey(Aggregate):
    """A key of an account; it may do what the account may, for as long as that is active."""

    account: str
    role: Role
    name: str
    digest: str
    made_at: datetime
    ended_at: datetime | None = None
    forget_at: datetime | None = None

    def erase(self, at: datetime) -> None:
        """End it, and forget what it was for; the database lets go of the rest."""
        self.name, self.digest, self.ended_at, self.forget_at = "", "", at, at

    def fits(self, digest: str) -> bool:
        """Tell whether ``digest`` is this key's, and the key has not been ended."""
        return self.ended_at is None and hmac.compare_digest(self.digest, digest)
