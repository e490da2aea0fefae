"""Make the keys and secrets of one installation once, and find them again ever after."""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)


@dataclass(slots=True, frozen=True)
class Keys:
    """Where each secret lies; the files can be read by their owner only."""

    folder: Path

    @property
    def jwt_private_key_file(self) -> Path:
        """Return the Ed25519 key that the gateway signs tokens with."""
        return self.folder / "jwt_private.pem"

    @property
    def jwt_public_keys_file(self) -> Path:
        """Return the public keys by key id, which every service verifies with."""
        return self.folder / "jwt_public.json"

    @property
    def receipt_secret_file(self) -> Path:
        """Return the secret that the sandbox provider signs receipts with."""
        return self.folder / "receipt_secret"

    @property
    def callback_secret_file(self) -> Path:
        """Return the secret in the path at which SMS providers report."""
        return self.folder / "callback_secret"

    @property
    def vapid_private_key_file(self) -> Path:
        """Return the P-256 key that Web Push is signed with."""
        return self.folder / "vapid_private.pem"

    @property
    def survey_secret_file(self) -> Path:
        """Return the secret that seals the links of surveys."""
        return self.folder / "survey_secret"

    @property
    def phone_keys_file(self) -> Path:
        """Return the keys that phone numbers are sealed with, wherever they are kept."""
        return self.folder / "phone_keys.json"

    @property
    def digest_key_file(self) -> Path:
        """Return the key of the digests by which the gateway knows tokens and codes again."""
        return self.folder / "digest_key"

    @property
    def admin_password_file(self) -> Path:
        """Return the password of the account ``admin``."""
        return self.folder / "admin_password"

    @property
    def staff_passwords_file(self) -> Path:
        """Return the first passwords of the sample estate's staff; its loader makes them."""
        return self.folder / "staff_passwords.csv"

    @property
    def wechat_token(self) -> str:
        """Return the token that the WeChat platform signs its calls with."""
        return (self.folder / "wechat_token").read_text()

    @property
    def wechat_aes_key(self) -> str:
        """Return the 43 letters and digits with which WeChat messages are encrypted."""
        return (self.folder / "wechat_aes_key").read_text()


def keys_in(folder: Path) -> Keys:
    """Return the keys in ``folder``; makes those that are not there yet."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = Keys(folder.resolve())
    once(keys.jwt_private_key_file, new_private_key)
    once(keys.jwt_public_keys_file, lambda: _public_keys(keys.jwt_private_key_file))
    once(keys.digest_key_file, lambda: _digest_key(keys.jwt_private_key_file))
    once(keys.phone_keys_file, _phone_keys)
    once(keys.receipt_secret_file, lambda: secrets.token_hex(32))
    once(keys.callback_secret_file, lambda: secrets.token_hex(32))
    once(keys.vapid_private_key_file, _vapid_key)
    once(keys.survey_secret_file, lambda: secrets.token_hex(32))
    once(keys.admin_password_file, lambda: secrets.token_urlsafe(12))
    once(folder / "wechat_token", lambda: secrets.token_hex(12))
    once(folder / "wechat_aes_key", _aes_key)
    return keys


def once(path: Path, make: Callable[[], str]) -> None:
    """Write what ``make`` returns, unless the file is there; whole or not at all."""
    if not path.exists():
        write(path, make())


def write(path: Path, text: str) -> None:
    """Put a secret where only its owner can read it; whole or not at all."""
    draft = path.with_name(f".{path.name}.draft")
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.replace(path)


def new_private_key() -> str:
    """Return a fresh Ed25519 key as PEM."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public_of(private: str) -> str:
    """Return the public half of a private key, both as PEM."""
    public = load_pem_private_key(private.encode(), None).public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def new_key_id() -> str:
    """Return a key id that no other key has."""
    return f"local-{secrets.token_hex(4)}"


def new_phone_key() -> str:
    """Return a fresh key to seal phone numbers with."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _vapid_key() -> str:
    key = generate_private_key(SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _public_keys(private: Path) -> str:
    return json.dumps({new_key_id(): public_of(private.read_text())})


def _digest_key(private: Path) -> str:
    """Return the key that was derived from the private key before it had a file of its own."""
    key = load_pem_private_key(private.read_bytes(), None)
    raw = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return hashlib.blake2b(raw, person=b"hudong-digests").hexdigest()


def _phone_keys() -> str:
    kid = new_key_id()
    return json.dumps({"active": kid, "keys": {kid: new_phone_key()}, "marking": new_phone_key()})


def _aes_key() -> str:
    while True:
        key = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        if key.isalnum():
            return key
