"""Print every secret that the base mounts: ``python -m deploy.kubernetes.secrets FOLDER``.

Each is made once and kept in ``FOLDER``, which stays with whoever runs the cluster. What is printed
goes to ``kubeseal``, never into a repository as it is.
"""

import base64
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from deploy.compose.secrets import HANDED, SERVICES, make

NAMESPACE: Final = "hudong"
DATABASE: Final = "database-svc:27017"
# With its namespace: KEDA asks the queues' depth from a namespace of its own.
BROKER: Final = f"broker.{NAMESPACE}.svc:5672"
_OFFICIAL: Final = ("wechat_secret",)
_PROVIDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "notifier": ("aliyun_secret", *_OFFICIAL, "templates.json"),
    "gateway": _OFFICIAL,
    "intake-wechat": _OFFICIAL,
}


def main() -> int:
    """Make what is not there yet and print all of it as one list."""
    if len(sys.argv) != 2:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    folder = Path(sys.argv[1])
    make(folder)
    print(json.dumps({"apiVersion": "v1", "kind": "List", "items": list(manifests(folder))}))
    return 0


def manifests(folder: Path) -> Iterator[Mapping[str, Any]]:
    """Yield a Secret for each reader; a provider's own secrets are taken if they lie there."""
    for reader, names in HANDED.items():
        texts = {name: (folder / name).read_text() for name in names}
        service = reader.partition("-")[0]
        if service in SERVICES:
            texts |= addresses(service, folder)
        own = [folder / name for name in _PROVIDERS.get(reader, ())]
        texts |= {path.name: path.read_text() for path in own if path.exists()}
        yield _secret(f"hudong-{reader}", texts)


def addresses(service: str, folder: Path) -> Mapping[str, str]:
    """Return where a service finds its servers in the cluster, with its own password."""
    mongo = (folder / f"mongo_{service}.password").read_text()
    amqp = (folder / f"{service}.password").read_text()
    return {
        "mongo_url": f"mongodb://{service}:{mongo}@{DATABASE}/hudong_{service}"
        "?replicaSet=database&w=majority&journal=true",
        "amqp_url": f"amqp://{service}:{amqp}@{BROKER}/?heartbeat=10",
    }


def _secret(name: str, texts: Mapping[str, str]) -> Mapping[str, Any]:
    encoded = {key: base64.b64encode(text.encode()).decode() for key, text in texts.items()}
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": name, "namespace": NAMESPACE},
        "type": "Opaque",
        "data": encoded,
    }


if __name__ == "__main__":
    sys.exit(main())
