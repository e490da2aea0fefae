"""Make tokens that nobody may get in with, each in a way of its own."""

import base64
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)

from deploy.local.keys import Keys
from shared.kernel.clock import utc_now

Json = Mapping[str, object]
KIDS: Final[Mapping[str, object]] = {
    "of nobody": "other",
    "empty": "",
    "a path": "../../../../dev/null",
    "a query": "x' UNION SELECT 'key' --",
    "a command": "key|/usr/bin/id",
    "a list": ["a"],
    "an object": {"$gt": ""},
    "a number": 0,
    "nothing": None,
    "very long": "k" * 4000,
}


@dataclass(slots=True, frozen=True)
class Forger:
    """Somebody who has seen a token and the public keys, and has a key of their own."""

    keys: Keys
    own: Ed25519PrivateKey

    @property
    def kid(self) -> str:
        """Return the id of a key that is known."""
        return next(iter(self._public()))

    @property
    def pem(self) -> str:
        """Return that key, which is no secret."""
        return self._public()[self.kid]

    def claims(self, **changes: object) -> dict[str, object]:
        """Return what a good token says; a change to None leaves it out."""
        good = {
            "sub": "admin",
            "estate": "sample",
            "role": "admin",
            "aud": "hudong",
            "exp": _later(minutes=10),
        }
        return {name: said for name, said in {**good, **changes}.items() if said is not None}

    def signed(self, **changes: object) -> str:
        """Return a token signed by the gateway's own key."""
        private = self.keys.jwt_private_key_file.read_text()
        return jwt.encode(
            self.claims(**changes), private, algorithm="EdDSA", headers={"kid": self.kid}
        )

    def forged(self, **headers: object) -> str:
        """Return a token signed by the forger's key."""
        named = {"alg": "EdDSA", "typ": "JWT", "kid": self.kid, **headers}
        said = f"{_part(named)}.{_part(self.claims())}"
        return f"{said}.{_text(self.own.sign(said.encode()))}"

    def bare(self, alg: str) -> str:
        """Return a token that says that nothing signs it."""
        return f"{_part({'alg': alg, 'kid': self.kid})}.{_part(self.claims())}."

    def shared(self, alg: str, secret: bytes) -> str:
        """Return a token that takes the public key for a shared secret."""
        said = f"{_part({'alg': alg, 'typ': 'JWT', 'kid': self.kid})}.{_part(self.claims())}"
        mac = hmac.new(secret, said.encode(), f"sha{alg.removeprefix('HS')}")
        return f"{said}.{_text(mac.digest())}"

    def raw(self) -> bytes:
        """Return the public key's own bytes."""
        public: bytes = load_pem_public_key(self.pem.encode()).public_bytes(
            Encoding.Raw, PublicFormat.Raw
        )
        return public

    def curved(self) -> str:
        """Return a token of another algorithm under a known name."""
        key = ec.generate_private_key(ec.SECP256R1())
        return jwt.encode(self.claims(), key, algorithm="ES256", headers={"kid": self.kid})

    def altered(self, **changes: object) -> str:
        """Return a good token with other claims under its signature."""
        head, _, seal = self.signed(role="owner").split(".")
        return f"{head}.{_part(self.claims(**changes))}.{seal}"

    def _public(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self.keys.jwt_public_keys_file.read_text())
        return found


def _jwk(forger: Forger) -> Json:
    raw = forger.own.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"kty": "OKP", "crv": "Ed25519", "x": _text(raw)}


FORGERIES: Final[Mapping[str, Callable[[Forger], str]]] = {
    **{f"alg {alg}": partial(Forger.bare, alg=alg) for alg in ("none", "None", "nOnE", "")},
    "public key as a secret": lambda one: one.shared("HS256", one.pem.encode()),
    "public key as a secret, trimmed": lambda one: one.shared("HS256", one.pem.strip().encode()),
    "public key as a secret, 512": lambda one: one.shared("HS512", one.pem.encode()),
    "its bytes as a secret": lambda one: one.shared("HS256", one.raw()),
    "an empty secret": lambda one: one.shared("HS256", b""),
    "another algorithm": Forger.curved,
    "another key": Forger.forged,
    "a key brought along": lambda one: one.forged(jwk=_jwk(one)),
    "a key to be fetched": lambda one: one.forged(jku="http://127.0.0.1:9/keys", x5u="file:///x"),
    **{f"kid {name}": partial(Forger.forged, kid=kid) for name, kid in KIDS.items()},
    "other claims": lambda one: one.altered(role="admin"),
    "no signature": lambda one: one.signed().rpartition(".")[0] + ".",
    "half a signature": lambda one: one.signed()[:-40],
    "four parts": lambda one: one.signed() + ".x",
    "expired": lambda one: one.signed(exp=_later(minutes=-1)),
    "no end": lambda one: one.signed(exp=None),
    "an end that is none": lambda one: one.signed(exp="never"),
    "not yet": lambda one: one.signed(nbf=_later(minutes=10)),
    "for others": lambda one: one.signed(aud="elsewhere"),
    "for nobody": lambda one: one.signed(aud=None),
    "for others and others": lambda one: one.signed(aud=["a", "b"]),
    "of nobody": lambda one: one.signed(sub=None),
    "of an empty name": lambda one: one.signed(sub=""),
    "of no estate": lambda one: one.signed(estate=None),
    "of an unknown role": lambda one: one.signed(role="root"),
    "of two roles": lambda one: one.signed(role=["owner", "admin"]),
}


def _later(*, minutes: int) -> float:
    at: datetime = utc_now() + timedelta(minutes=minutes)
    return at.timestamp()


def _part(value: object) -> str:
    return _text(json.dumps(value).encode())


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
