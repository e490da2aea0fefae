"""Sign access tokens, and draw secrets and their keyed digests."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from shared.kernel.errors import Refused
from shared.kernel.ids import new_id
from shared.web.auth import AUDIENCE, Principal

LASTS: Final = timedelta(minutes=15)


class NoSuchKey(Refused):
    """The private key is not Ed25519, or the public keys file does not hold its public half."""


class Keys:
    """The gateway's private key: signs tokens; digests are keyed by what is derived from it."""

    def __init__(self, private: Ed25519PrivateKey, public: Mapping[str, str]) -> None:
        self._private = private
        self._kid = _kid_of(private.public_key(), public)
        raw = private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        self._pepper = hashlib.blake2b(raw, person=b"hudong-digests").digest()

    @classmethod
    def from_files(cls, private: Path, public: Path) -> "Keys":
        """Read a PEM private key and ``{kid: PEM}`` of the public ones; raises ``NoSuchKey``."""
        key = load_pem_private_key(private.read_bytes(), None)
        if not isinstance(key, Ed25519PrivateKey):
            raise NoSuchKey(f"{private} holds no Ed25519 key")
        return cls(key, json.loads(public.read_text()))

    def sign(self, who: Principal, at: datetime) -> str:
        """Return a token that speaks for ``who`` for the next quarter of an hour."""
        claims = who.model_dump(mode="json", exclude={"id"}, exclude_none=True)
        times = {"iat": int(at.timestamp()), "exp": int((at + LASTS).timestamp())}
        return jwt.encode(
            {**claims, **times, "sub": who.id, "aud": AUDIENCE, "jti": new_id()},
            self._private,
            algorithm="EdDSA",
            headers={"kid": self._kid},
        )

    def code(self) -> str:
        """Return six random digits."""
        return f"{secrets.randbelow(1_000_000):06d}"

    def token(self) -> str:
        """Return 32 random bytes as text."""
        return secrets.token_urlsafe(32)

    def digest(self, *parts: str) -> str:
        """Return the keyed digest of ``parts``."""
        return hmac.new(self._pepper, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def _kid_of(mine: Ed25519PublicKey, public: Mapping[str, str]) -> str:
    for kid, pem in public.items():
        if load_pem_public_key(pem.encode()) == mine:
            return kid
    raise NoSuchKey("the public keys file lacks the private key's other half")
