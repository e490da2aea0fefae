"""Keep phone numbers sealed wherever they lie or travel: a ``Phone`` is open in memory only.

It is sealed with AES-GCM when it goes into a document or a message, and opened when it comes back;
before the seal stands a keyed mark, by which a number is found again: ``tel:MARK:KEY:SEAL``.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from typing import Annotated, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import Base64Bytes, BeforeValidator, PlainSerializer

from shared.contracts.event import Id, Value
from shared.kernel.errors import Unavailable

SEALED: Final = "tel:"
_NONCE: Final = 12


class Ring(Value):
    """The keys by their id, which of them seals, and the one that marks; as their file has it."""

    active: Id
    keys: Mapping[str, Base64Bytes]
    marking: Base64Bytes


_RING: Final[list[Callable[[], Ring]]] = []


def seal_with(ring: Callable[[], Ring] | None) -> None:
    """Seal with this ring from now on in this process; None: leave numbers as they are."""
    _RING[:] = [ring] if ring else []


def sealing_key() -> str | None:
    """Return the id of the key that seals now, None if nothing is sealed."""
    return _RING[0]().active if _RING else None


def sealed(phone: str) -> str:
    """Seal a number; what is sealed already stays as it is."""
    if not _RING or not phone or phone.startswith(SEALED):
        return phone
    ring, mark, nonce = _RING[0](), mark_of(phone), secrets.token_bytes(_NONCE)
    box = AESGCM(ring.keys[ring.active]).encrypt(nonce, phone.encode(), mark.encode())
    return f"{SEALED}{mark}:{ring.active}:{base64.urlsafe_b64encode(nonce + box).decode()}"


def opened(text: object) -> object:
    """Open a sealed number, and leave anything else alone; raises ``Unavailable``."""
    if not isinstance(text, str) or not text.startswith(SEALED):
        return text
    _, mark, key, seal = text.split(":")
    raw = base64.urlsafe_b64decode(seal)
    try:
        box = AESGCM(_RING[0]().keys[key])
        return box.decrypt(raw[:_NONCE], raw[_NONCE:], mark.encode()).decode()
    except (IndexError, KeyError, InvalidTag) as error:
        raise Unavailable(f"no key here opens a number sealed with {key}") from error


def mark_of(text: str) -> str:
    """Return the keyed mark by which ``text`` is known again; ``text`` where nothing is sealed."""
    if not _RING:
        return text
    return hmac.new(_RING[0]().marking, text.encode(), hashlib.sha256).hexdigest()[:32]


def marked(phone: str) -> Mapping[str, str] | str:
    """Return what a query must ask of a field to find ``phone`` there, whatever key sealed it."""
    start = f"{SEALED}{mark_of(phone)}"
    return {"$gte": f"{start}:", "$lt": f"{start};"} if _RING else phone


Phone = Annotated[str, BeforeValidator(opened), PlainSerializer(sealed, return_type=str)]
