"""Keep people's browsers in memory, and be one that opens what is pushed to it."""

import base64
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from services.notifier.domain.push import Subscription


@dataclass(slots=True)
class Browsers:
    """The subscriptions by endpoint."""

    kept: dict[str, tuple[str, str, Subscription]] = field(default_factory=dict)

    async def keep(self, estate: str, person: str, subscription: Subscription) -> None:
        """Keep a browser."""
        self.kept[subscription.endpoint] = (estate, person, subscription)

    async def drop(self, estate: str, person: str, endpoint: str) -> None:
        """Forget one of a person's own."""
        if self.kept.get(endpoint, ("", ""))[:2] == (estate, person):
            del self.kept[endpoint]

    async def forget(self, estate: str, person: str) -> None:
        """Forget all of a person's."""
        self.kept = {e: one for e, one in self.kept.items() if one[:2] != (estate, person)}

    async def of(self, estate: str, person: str) -> Sequence[Subscription]:
        """Return a person's browsers."""
        return [found for *whose, found in self.kept.values() if whose == [estate, person]]


class Browser:
    """A browser with keys of its own."""

    def __init__(
        self, endpoint: str, key: ec.EllipticCurvePrivateKey | None = None, auth: bytes = b""
    ) -> None:
        self._key = key or ec.generate_private_key(ec.SECP256R1())
        self._auth = auth or secrets.token_bytes(16)
        public = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.subscription = Subscription(
            endpoint=endpoint, p256dh=_encoded(public), auth=_encoded(self._auth)
        )

    def open(self, sealed: bytes) -> bytes:
        """Return what only this browser can read (RFC 8291)."""
        return bytes(
            http_ece.decrypt(
                sealed, private_key=self._key, auth_secret=self._auth, version="aes128gcm"
            )
        )


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
