"""Make every secret once, and hand each reader its own: ``python -m deploy.compose.secrets``."""

import json
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from deploy.compose.broker import OPERATOR, definitions
from deploy.local.keys import keys_in, once

OURS: Final = 10001
SERVERS: Final = 999  # mongodb and rabbitmq in their official images
SERVICES: Final = ("gateway", "intake", "router", "notifier", "survey")
PASSWORDS: Final = ("mongo_root", OPERATOR, *(f"mongo_{s}" for s in SERVICES), *SERVICES)
GRAFANA: Final = "grafana_admin"
_EACH: Final = ("jwt_public.json", "phone_keys.json")
HANDED: Final[Mapping[str, tuple[str, ...]]] = {
    "gateway": (*_EACH, "jwt_private.pem", "digest_key", "admin_password"),
    "intake": _EACH,
    "intake-wechat": (*_EACH, "wechat_token", "wechat_aes_key"),
    "router": _EACH,
    "notifier": (*_EACH, "receipt_secret", "callback_secret", "vapid_private.pem"),
    "survey": (*_EACH, "survey_secret"),
    "sandbox": ("receipt_secret",),
    "estate": ("admin_password", "wechat_token", "wechat_aes_key"),
    "database": ("mongo_root.password", "mongo_keyfile"),
    "database-users": ("mongo_root.password", *(f"mongo_{s}.password" for s in SERVICES)),
    "broker": ("definitions.json",),
    "grafana": (f"{GRAFANA}.password",),
}


def make(folder: Path) -> None:
    """Make what is not there yet in ``folder``, which nobody but this program may read."""
    keys_in(folder)
    for name in (*PASSWORDS, GRAFANA):
        once(folder / f"{name}.password", lambda: secrets.token_urlsafe(24))
    once(folder / "mongo_keyfile", lambda: secrets.token_hex(256))
    passwords = {name: _password(folder, name) for name in (*SERVICES, OPERATOR)}
    once(folder / "definitions.json", lambda: json.dumps(definitions(passwords)))


def hand_out(folder: Path, to: Path) -> None:
    """Give each reader a folder of its own under ``to``."""
    for reader, names in HANDED.items():
        texts = {name: (folder / name).read_text() for name in names}
        service = reader.partition("-")[0]
        if service in SERVICES:
            texts |= _addresses(service, folder)
        owner = SERVERS if reader in ("database", "broker") else OURS
        _hand(to / reader, texts, owner)


def _addresses(service: str, folder: Path) -> Mapping[str, str]:
    mongo, amqp = _password(folder, f"mongo_{service}"), _password(folder, service)
    return {
        "mongo_url": f"mongodb://{service}:{mongo}@database:27017/hudong_{service}"
        "?replicaSet=hudong&w=majority&journal=true",
        "amqp_url": f"amqp://{service}:{amqp}@broker:5672/?heartbeat=10",
    }


def _password(folder: Path, name: str) -> str:
    return (folder / f"{name}.password").read_text()


def _hand(folder: Path, texts: Mapping[str, str], owner: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    os.chown(folder, owner, owner)
    for name, text in texts.items():
        draft = folder / f".{name}.draft"
        draft.unlink(missing_ok=True)
        draft.touch(mode=0o600)
        draft.write_text(text)
        draft.chmod(0o400)
        os.chown(draft, owner, owner)
        draft.replace(folder / name)


if __name__ == "__main__":
    kept, handed = (Path(argument) for argument in sys.argv[1:])
    make(kept)
    hand_out(kept, handed)
    print(f"secrets handed to {', '.join(HANDED)}")
