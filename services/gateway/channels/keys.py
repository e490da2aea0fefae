"""Sign access tokens, and draw secrets and their keyed digests."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
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
from shared.runtime.watched import Watched
from shared.web.auth import AUDIENCE, Principal

LASTS: Final = timedelta(minutes=15)
Signing = tuple[Ed25519PrivateKey, str]


class NoSuchKey(Refused):
    """The private key is not Ed25519, or the public keys file does not hold its public half."""


class Keys:
    """The gateway's private key signs tokens; digests have a key of their own, which outlives it.

    So a new signing key ends no log-in: refresh tokens are known by their digests.
    """

    def __init__(self, signing: Callable[[], Signing], pepper: bytes) -> None:
        self._signing = signing
        self._pepper = pepper

    @classmethod
    def from_files(cls, private: Path, public: Path, digests: Path | None = None) -> "Keys":
        """Read a PEM private key, ``{kid: PEM}`` of the public ones, and the key of the digests.

        The first is read again when it changes. Without ``digests`` that key is derived from it,
        and a new private key then ends every log-in. Raises ``NoSuchKey``.
        """
        signing = Watched(private, partial(_signing, public))
        if digests is not None:
            return cls(signing, bytes.fromhex(digests.read_text().strip()))
        raw = signing()[0].private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
        return cls(signing, hashlib.blake2b(raw, person=b"hudong-digests").digest())

    def sign(self, who: Principal, at: datetime) -> str:
        """Return a token that speaks for ``who`` for the next quarter of an hour."""
        claims = who.model_dump(mode="json", exclude={"id"}, exclude_none=True)
        times = {"iat": int(at.timestamp()), "exp": int((at + LASTS).timestamp())}
        private, kid = self._signing()
        return jwt.encode(
            {**claims, **times, "sub": who.id, "aud": AUDIENCE, "jti": new_id()},
            private,
            algorithm="EdDSA",
            headers={"kid": kid},
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


def _signing(public: Path, pem: str) -> Signing:
    private = load_pem_private_key(pem.encode(), None)
    if not isinstance(private, Ed25519PrivateKey):
        raise NoSuchKey("the private key file holds no Ed25519 key")
    return private, _kid_of(private.public_key(), json.loads(public.read_text()))


def _kid_of(mine: Ed25519PublicKey, public: Mapping[str, str]) -> str:
    for kid, pem in public.items():
        if load_pem_public_key(pem.encode()) == mine:
            return kid
    raise NoSuchKey("the public keys file lacks the private key's other half")
