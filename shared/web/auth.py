"""Verify who asks: an EdDSA token, checked by each service with public keys only."""

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from pydantic import BaseModel, ConfigDict, ValidationError

from shared.contracts.event import Id, Place
from shared.contracts.words import STAFF, Role
from shared.kernel.clock import Clock, utc_now
from shared.kernel.errors import Unauthenticated
from shared.runtime.watched import Watched

AUDIENCE: Final = "hudong"
_REMEMBERED: Final = 4096
_Keys = Mapping[str, PublicKeyTypes]


class Principal(BaseModel):
    """The person (or process of ours) that asks; every claim comes from a verified token."""

    model_config = ConfigDict(frozen=True)

    id: Id
    estate: Id
    role: Role
    name: str = ""
    department: str | None = None
    household: str | None = None
    place: Place | None = None

    @property
    def is_staff(self) -> bool:
        """Tell whether this is a member of staff."""
        return self.role in STAFF


class Verifier:
    """Turn tokens into principals; remembers those it has verified until they or the keys go."""

    def __init__(self, keys: Callable[[], _Keys], clock: Clock = utc_now) -> None:
        self._keys = keys
        self._held = keys()
        self._clock = clock
        self._known: OrderedDict[str, tuple[float, Principal]] = OrderedDict()

    @classmethod
    def from_file(cls, path: Path) -> "Verifier":
        """Read ``{kid: PEM}`` as JSON, and again whenever the file changes."""
        return cls(Watched(path, _loaded))

    def verify(self, token: str) -> Principal:
        """Return who the token speaks for; raises ``Unauthenticated``."""
        if self._held is not (keys := self._keys()):
            self._held = keys
            self._known.clear()
        known = self._known.get(token)
        if known is None:
            known = self._read(token)
            self._known[token] = known
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        if known[0] <= self._clock().timestamp():
            self._known.pop(token, None)
            raise Unauthenticated("登录已过期，请重新登录。")
        return known[1]

    def _read(self, token: str) -> tuple[float, Principal]:
        try:
            kid = str(jwt.get_unverified_header(token).get("kid"))
            claims: dict[str, Any] = jwt.decode(
                token,
                self._held[kid],  # type: ignore[arg-type]  # the algorithm below fits the key or decode refuses
                algorithms=["EdDSA"],
                audience=AUDIENCE,
                options={"require": ["exp", "sub"], "verify_exp": False, "verify_iat": False},
            )
            return float(claims["exp"]), Principal.model_validate({**claims, "id": claims["sub"]})
        except (jwt.InvalidTokenError, KeyError, ValueError, ValidationError) as error:
            raise Unauthenticated("登录信息无效，请重新登录。") from error


def _loaded(text: str) -> _Keys:
    return {kid: load_pem_public_key(pem.encode()) for kid, pem in json.loads(text).items()}
