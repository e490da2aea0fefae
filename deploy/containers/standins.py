"""Build what stands in for the public images where no registry answers; in our own engine only."""

import os
import shutil
import ssl
from importlib.metadata import version
from pathlib import Path
from typing import Final

from docker import DockerClient
from docker.errors import DockerException, ImageNotFound
from requests.exceptions import RequestException

from deploy.containers.commands import quietly
from deploy.containers.compose import Compose
from deploy.containers.engine import Engine, NotHere, connected
from deploy.local.failure import CannotRun

BASE: Final = ("debian", "trixie-slim")
IMAGES: Final = {
    "python": ("python", "3.13-slim"),
    "rabbitmq": ("rabbitmq", "4-management"),
    "mongo": ("mongo", "8"),
    "prometheus": ("prom/prometheus", "v3.5.0"),
}
_SOURCES: Final = Path(__file__).parent / "standins"


def missing_images(engine: Engine) -> list[str]:
    """Return which of the public images the engine neither has nor can get."""
    with connected(engine.host, timeout=300) as client:
        for name, (repository, tag) in IMAGES.items():
            try:
                client.images.get(f"{repository}:{tag}")
            except ImageNotFound:
                try:
                    client.images.pull(repository, tag)
                except (DockerException, RequestException):
                    return list(IMAGES)[list(IMAGES).index(name) :]
    return []


def build(names: list[str], engine: Engine, compose: Compose, folder: Path) -> None:
    """Build stand-ins under the public names, from the system's packages and PyPI."""
    _require_base(engine, folder)
    context = folder / "standins"
    shutil.copytree(_SOURCES, context)
    shutil.copyfile(_trusted(), context / "python" / "certificates.pem")
    file = context / "compose.yml"
    # What stands on the first one comes after it; the others are built beside one another.
    for some in (names[:1], names[1:]):
        if some:
            compose.run("build", *some, file=file, within=600, SECANTUSDB=version("secantusdb"))


def _require_base(engine: Engine, folder: Path) -> None:
    """See that there is a base, and that this machine runs what is made of it."""
    try:
        with connected(engine.host, timeout=120) as client:
            _make_base(client, folder)
            client.containers.run(":".join(BASE), ["true"], remove=True)
    except (CannotRun, DockerException, OSError) as reason:
        raise NotHere(str(reason)) from reason


def _make_base(client: DockerClient, folder: Path) -> None:
    archive = folder / "base.tar"
    try:
        client.images.get(":".join(BASE))
    except ImageNotFound:
        command = ("mmdebstrap", "--variant=minbase", "--include=ca-certificates", "trixie")
        quietly((*command, str(archive)), folder / "base.log", within=600)
        client.api.import_image_from_file(str(archive), *BASE, changes=["CMD bash"])
        archive.unlink()


def _trusted() -> str:
    """Return the file of the authorities that this machine trusts."""
    known = ssl.get_default_verify_paths()
    return os.environ.get("SSL_CERT_FILE") or known.cafile or known.openssl_cafile
