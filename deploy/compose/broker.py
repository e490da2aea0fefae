"""Say who may do what at the broker: a user for each service, who declares only its own queues."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from typing import Final

OPERATOR: Final = "operator"
Entry = dict[str, str]
Definitions = dict[str, list[Entry]]
_OWN: Final = r"{service}(\..*)?|amq\.gen-.*"


def definitions(passwords: Mapping[str, str]) -> Definitions:
    """Return the broker's definitions: one virtual host, and a user for each password."""
    return {
        "vhosts": [{"name": "/"}],
        "users": [_user(name, password) for name, password in passwords.items()],
        "permissions": [_permission(name) for name in passwords],
    }


def password_hash(password: str, salt: bytes) -> str:
    """Return a password as RabbitMQ keeps it: salted SHA-256."""
    digest = hashlib.sha256(salt + password.encode()).digest()
    return base64.b64encode(salt + digest).decode()


def _user(name: str, password: str) -> Entry:
    return {
        "name": name,
        "password_hash": password_hash(password, secrets.token_bytes(4)),
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": "administrator" if name == OPERATOR else "",
    }


def _permission(name: str) -> Entry:
    own = ".*" if name == OPERATOR else _OWN.format(service=name)
    return {
        "user": name,
        "vhost": "/",
        "configure": f"^(events|{own})$",
        "write": rf"^(events|amq\.default|{own})$",
        "read": f"^(events|{own})$",
    }
