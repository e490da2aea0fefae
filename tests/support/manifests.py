"""Read the Kubernetes manifests as they lie there, and as an overlay makes them."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

FOLDER: Final = Path(__file__).resolve().parents[2] / "deploy" / "kubernetes"
OVERLAYS: Final = tuple(sorted(path.name for path in (FOLDER / "overlays").iterdir()))
Manifest = Mapping[str, Any]


@cache
def base() -> tuple[Manifest, ...]:
    """Return every document that the base is made of."""
    listed = yaml.safe_load((FOLDER / "base" / "kustomization.yaml").read_text())["resources"]
    return tuple(one for name in listed for one in _documents((FOLDER / "base" / name).read_text()))


@cache
def built(overlay: str) -> tuple[Manifest, ...]:
    """Return what an overlay comes to; skips where no kubectl of this decade is installed."""
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        pytest.skip("kubectl is not installed; the base is checked without it")
    done = subprocess.run(
        [kubectl, "kustomize", str(FOLDER / "overlays" / overlay)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    return tuple(_documents(done.stdout))


def of_kind(kind: str, manifests: tuple[Manifest, ...] | None = None) -> list[Manifest]:
    """Return the documents of one kind."""
    return [one for one in (manifests or base()) if one["kind"] == kind]


def named(kind: str, name: str, manifests: tuple[Manifest, ...] | None = None) -> Manifest:
    """Return the one document of that kind and name; in the base, unless told."""
    (found,) = (one for one in of_kind(kind, manifests) if one["metadata"]["name"] == name)
    return found


def _documents(text: str) -> Iterator[Manifest]:
    return (one for one in yaml.safe_load_all(text) if one)
