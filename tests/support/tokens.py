"""Sign tokens as the gateway does, for tests that knock at a service's own door."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import jwt

from deploy.local.keys import Keys, public_of
from shared.contracts.words import Role
from shared.kernel.clock import utc_now
from shared.kernel.ids import new_id
from shared.web.auth import AUDIENCE


@dataclass(slots=True, frozen=True)
class Tokens:
    """Make a token for whoever a test wants to be."""

    keys: Keys

    def __call__(
        self,
        role: Role,
        subject: str = "",
        *,
        estate: str = "sample",
        lasts: timedelta = timedelta(hours=1),
        **claims: str | Mapping[str, str],
    ) -> str:
        """Return a token of ``role``; further claims (name, department, place …) by keyword."""
        now = utc_now()
        fixed = {
            "sub": subject or f"{role}-1",
            "estate": estate,
            "role": role,
            "aud": AUDIENCE,
            "iat": now,
            "exp": now + lasts,
            "jti": new_id(),
        }
        private = self.keys.jwt_private_key_file.read_text()
        known = json.loads(self.keys.jwt_public_keys_file.read_text())
        mine = (kid for kid, pem in known.items() if pem == public_of(private))
        kid = next(mine, next(iter(known)))  # a forger names a key that is known
        return jwt.encode({**fixed, **claims}, private, algorithm="EdDSA", headers={"kid": kid})

    def header(self, role: Role, subject: str = "") -> dict[str, str]:
        """Return the Authorization header with such a token."""
        return {"Authorization": f"Bearer {self(role, subject)}"}
