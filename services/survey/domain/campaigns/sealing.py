"""Close an anonymous answer in an envelope until it lies among others."""

import hashlib
import hmac
import os
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SIZES: Final = (2048, 8192, 131_072)
_NONCE: Final = 12


class Unsealable(ValueError):
    """The envelope was closed under another secret, or is longer than any may be."""


@dataclass(frozen=True, slots=True)
class Envelopes:
    """Seal and open under a key of each campaign's own, derived from the service's secret.

    Envelopes come in three sizes, so that a length tells nothing about the words inside. A mark
    names an envelope after its ticket so that only who has the secret can tell which.
    """

    secret: bytes = field(repr=False)

    def seal(self, campaign: str, content: bytes) -> bytes:
        """Return the closed envelope."""
        size = next((size for size in SIZES if len(content) + 4 <= size), None)
        if size is None:
            raise Unsealable("too long")
        padded = (len(content).to_bytes(4, "big") + content).ljust(size, b"\0")
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self._key(campaign)).encrypt(nonce, padded, campaign.encode())

    def open(self, campaign: str, sealed: bytes) -> bytes:
        """Return what is inside; raises ``Unsealable``."""
        nonce, closed = sealed[:_NONCE], sealed[_NONCE:]
        try:
            padded = AESGCM(self._key(campaign)).decrypt(nonce, closed, campaign.encode())
        except InvalidTag as error:
            raise Unsealable("closed under another secret") from error
        return padded[4 : 4 + int.from_bytes(padded[:4], "big")]

    def mark(self, campaign: str, what: str) -> str:
        """Return a keyed digest: the same for the same, and without the secret nobody's."""
        key = hmac.digest(self.secret, b"envelope-mark\0" + campaign.encode(), hashlib.sha256)
        return hmac.digest(key, what.encode(), hashlib.sha256).hex()

    def _key(self, campaign: str) -> bytes:
        return hmac.digest(self.secret, b"envelope\0" + campaign.encode(), hashlib.sha256)
