"""With real providers, who speaks with one is told whose account it is and reaches the world."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from deploy.observe.sources import ROOT
from tests.support.composing import COMPOSE, NEEDS_COMPOSE

PLAIN: Final = ROOT / "docker-compose.yml"
REAL: Final = ROOT / "deploy" / "compose" / "providers.yml"
EXAMPLE: Final = ROOT / "deploy" / "compose" / "providers.env.example"
SPEAKERS: Final = ("gateway", "intake-wechat", "notifier")


def _services(file: Path) -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load(file.read_text())["services"]
    return services


@pytest.mark.parametrize("name", SPEAKERS)
def test_who_speaks_with_a_provider_is_told_by_the_same_file_and_reaches_the_world(
    name: str,
) -> None:
    plain, real = _services(PLAIN)[name], _services(REAL)[name]
    assert real["env_file"][0].endswith("/providers.env")
    assert real["volumes"] == ["${PROVIDERS_FOLDER}:/run/providers:ro"]
    assert {"outward", "door"} & {*plain["networks"], *real.get("networks", ())}


def test_nobody_else_reaches_the_world() -> None:
    assert _services(REAL).keys() == set(SPEAKERS)
    assert [n for n, one in _services(PLAIN).items() if "door" in one.get("networks", ())] == [
        "gateway",
        "grafana",
    ]


@NEEDS_COMPOSE
def test_the_official_account_is_the_same_one_for_all_who_speak_with_it(tmp_path: Path) -> None:
    told = tmp_path / "providers.env"
    told.write_text(EXAMPLE.read_text().replace("WECHAT_APP_ID=\n", "WECHAT_APP_ID=wx1\n"))
    files = ("--env-file", str(told), "--file", str(PLAIN), "--file", str(REAL))
    done = subprocess.run(
        (str(COMPOSE), *files, "config", "--format", "json"),
        capture_output=True,
        text=True,
        env={"PATH": os.defpath, "HOME": str(tmp_path), "PROVIDERS_FOLDER": str(tmp_path)},
        check=False,
    )
    services = json.loads(done.stdout)["services"]
    assert {services[name]["environment"]["WECHAT_APP_ID"] for name in SPEAKERS} == {"wx1"}
    assert {services[name]["environment"]["WECHAT_SECRET_FILE"] for name in SPEAKERS} == {
        "/run/providers/wechat_secret"
    }
