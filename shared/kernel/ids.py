"""Make identities: new ones that sort by time, and derived ones that a repeat makes again."""

import base64
import hashlib
import uuid

import uuid_utils

_NAMESPACE = uuid.UUID("8a6e0804-2bd0-4672-b79d-d97027f9071a")


def new_id() -> str:
    """Return a fresh UUIDv7 as text; ids made later sort later."""
    return str(uuid_utils.uuid7())


def derived_id(*parts: str) -> str:
    """Return the UUIDv5 of ``parts``: the same cause gives the same id, so a repeat collides."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(parts)))


def number_of(identity: str) -> str:
    """Return the eight signs by which people name a thing on the phone: ``K7M2-Q4XA``."""
    digest = hashlib.blake2b(identity.encode(), digest_size=5).digest()
    text = base64.b32encode(digest).decode().translate(str.maketrans("OI", "89"))
    return f"{text[:4]}-{text[4:8]}"
