"""Read a process's settings from the environment, and say plainly what is missing."""

import os
import sys
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class ServiceSettings(BaseSettings):
    """What each service is told by its environment; secrets are files, named here by their path.

    What the environment leaves unsaid may lie in ``SECRETS_FOLDER``, in a file of that name.
    ``keep_days`` says of a kind of record after how many days it is forgotten whose it was.
    ``namespace`` goes before every exchange, queue and database name, so that tests share servers.
    """

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    amqp_url: str
    mongo_url: str
    namespace: str = ""
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    jwt_public_keys_file: Path
    phone_keys_file: Path | None = None
    estate: str = "sample"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["json", "console"] = "json"
    drain_seconds: float = 20.0
    mongo_pool: int = 100
    keep_days: dict[str, int] = {}
    retry_ladder: tuple[float, ...] = (10.0, 60.0, 600.0)


S = TypeVar("S", bound=ServiceSettings)


def load(kind: type[S]) -> S:
    """Read the settings, or end the process with one clear line for each that is wrong."""
    try:
        settings = kind(_secrets_dir=os.environ.get("SECRETS_FOLDER"))
    except ValidationError as error:
        for fault in error.errors(include_input=False, include_url=False):
            name = "_".join(map(str, fault["loc"])).upper()
            sys.stderr.write(f"setting {name}: {fault['msg']}; set it in the environment\n")
        raise SystemExit(2) from None
    if settings.phone_keys_file is None:
        sys.stderr.write("setting PHONE_KEYS_FILE: Field required; set it in the environment\n")
        raise SystemExit(2)
    return settings
