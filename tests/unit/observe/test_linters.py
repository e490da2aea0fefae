"""Linters find nothing in the Dockerfile and in what is written as YAML."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from deploy.observe.sources import ROOT
from tests.support.composing import COMPOSE, NEEDS_COMPOSE

BIN: Final = Path(sys.executable).parent
YAML: Final = (
    ROOT / "docker-compose.yml",
    *sorted((ROOT / ".github").rglob("*.yml")),
    *sorted(path for path in (ROOT / "deploy").rglob("*.y*ml") if path.suffix in {".yml", ".yaml"}),
)
FORM: Final = (
    "{extends: default, rules: {line-length: {max: 140}, document-start: disable, "
    "braces: {max-spaces-inside: 1}, comments: {min-spaces-from-content: 1}, "
    "truthy: {check-keys: false}, indentation: {indent-sequences: consistent}, "
    "comments-indentation: disable}}"
)


def _says(*command: str | Path) -> str:
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_the_dockerfile_is_clean() -> None:
    assert _says(BIN / "hadolint", ROOT / "deploy" / "Dockerfile") == ""


@pytest.mark.parametrize("file", YAML, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_yaml_file_is_clean(file: Path) -> None:
    assert _says(BIN / "yamllint", "-f", "parsable", "-d", FORM, file) == ""


@NEEDS_COMPOSE
@pytest.mark.parametrize("profile", ["observe", "story"])
def test_compose_reads_a_profile(profile: str) -> None:
    environment = {"PATH": os.defpath, "HOME": os.environ.get("HOME", "/")}
    command = (str(COMPOSE), "--file", str(ROOT / "docker-compose.yml"), "--profile", profile)
    done = subprocess.run(
        (*command, "config", "--quiet"),
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
