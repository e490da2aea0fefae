"""Say what each service is told by its environment: the one place where it is put together."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from deploy.local.keys import Keys
from deploy.local.ports import SERVICE_PORTS, Ports

WECHAT_APP_ID: Final = "wxhudonglocal"


@dataclass(slots=True, frozen=True, kw_only=True)
class Place:
    """Where one installation has its servers, its ports and its keys."""

    amqp_url: str
    mongo_url: str
    ports: Ports
    keys: Keys
    namespace: str = ""

    def url(self, service: str) -> str:
        """Return the address at which ``service`` is reached on this machine."""
        return f"http://127.0.0.1:{self.ports[SERVICE_PORTS[service]]}"


def environment_of(service: str, place: Place) -> dict[str, str]:
    """Return the whole environment for ``service``; what is set outside and not here goes on."""
    return {**os.environ, **_for_all(service, place), **_for_one(place).get(service, {})}


def environment_of_commands(place: Place) -> dict[str, str]:
    """Return the environment for what comes in from outside: the estate's loader, the story."""
    return {
        **os.environ,
        "GATEWAY_URL": place.url("gateway"),
        "SANDBOX_URL": place.url("sandbox"),
        "ADMIN_PASSWORD_FILE": str(place.keys.admin_password_file),
        "STAFF_PASSWORDS_FILE": str(place.keys.staff_passwords_file),
        **_for_one(place)["intake"],
    }


def _for_all(service: str, place: Place) -> Mapping[str, str]:
    return {
        "AMQP_URL": place.amqp_url,
        "MONGO_URL": place.mongo_url,
        "NAMESPACE": place.namespace,
        "HTTP_HOST": "127.0.0.1",
        "HTTP_PORT": str(place.ports[SERVICE_PORTS[service]]),
        "JWT_PUBLIC_KEYS_FILE": str(place.keys.jwt_public_keys_file),
        "PHONE_KEYS_FILE": str(place.keys.phone_keys_file),
        "LOG_FORMAT": "json",
        "DRAIN_SECONDS": os.environ.get("DRAIN_SECONDS", "5"),
        "PUBLIC_URL": place.url("gateway"),
        "PYTHONUNBUFFERED": "1",
    }


def _providers(keys: Keys) -> Mapping[str, str]:
    return {
        "CALLBACK_SECRET_FILE": str(keys.callback_secret_file),
        "VAPID_PRIVATE_KEY_FILE": str(keys.vapid_private_key_file),
    }


def _gateway(place: Place) -> Mapping[str, str]:
    behind = ("intake", "router", "notifier", "survey", "sandbox")
    return {
        **{f"{name.upper()}_URL": place.url(name) for name in behind},
        "JWT_PRIVATE_KEY_FILE": str(place.keys.jwt_private_key_file),
        "DIGEST_KEY_FILE": str(place.keys.digest_key_file),
        "ADMIN_PASSWORD_FILE": str(place.keys.admin_password_file),
    }


def _for_one(place: Place) -> Mapping[str, Mapping[str, str]]:
    keys = place.keys
    sandbox = {
        "SANDBOX_URL": place.url("sandbox"),
        "RECEIPT_SECRET_FILE": str(keys.receipt_secret_file),
    }
    return {
        "gateway": _gateway(place),
        "intake": {
            "WECHAT_TOKEN": keys.wechat_token,
            "WECHAT_AES_KEY": keys.wechat_aes_key,
            "WECHAT_APP_ID": WECHAT_APP_ID,
        },
        "notifier": {**sandbox, **_providers(keys)},
        "survey": {"SURVEY_SECRET_FILE": str(keys.survey_secret_file)},
        "sandbox": {
            **sandbox,
            "RECEIPTS_URL": f"{place.url('notifier')}/api/v1/receipts/sandbox",
            "SANDBOX_JOURNAL": str(keys.folder.parent / f"{place.namespace}sandbox.jsonl"),
        },
    }
