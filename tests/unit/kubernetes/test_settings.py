"""What a pod is told and given is what its process needs to start."""

import base64
import importlib
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from deploy.compose.secrets import make
from deploy.kubernetes.secrets import manifests
from shared.runtime.settings import ServiceSettings, load
from tests.support.manifests import OVERLAYS, Manifest, base, built, named, of_kind

MOUNTED = "/run/secrets"
SERVICES = [one["metadata"]["name"] for one in of_kind("Deployment")]
PROVIDERS = {"aliyun_secret": b"s", "wechat_secret": b"s", "templates.json": b"{}"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    folder = tmp_path_factory.mktemp("kept")
    make(folder)
    for name, text in PROVIDERS.items():
        (folder / name).write_bytes(text)
    return {
        one["metadata"]["name"]: {k: base64.b64decode(v) for k, v in one["data"].items()}
        for one in manifests(folder)
    }


def _volumes(manifest: Manifest) -> set[str]:
    spec = manifest["spec"].get("jobTemplate", manifest)["spec"]["template"]["spec"]
    return {one["secret"]["secretName"] for one in spec["volumes"] if "secret" in one}


def test_every_secret_that_is_mounted_is_made(made: dict[str, dict[str, bytes]]) -> None:
    mounted = {n for one in (*of_kind("Deployment"), *of_kind("CronJob")) for n in _volumes(one)}
    asked = {
        one["spec"]["secretTargetRef"][0]["name"] for one in of_kind("TriggerAuthentication")
    } | {user["passwordSecretRef"]["name"] for user in base_users()}
    assert mounted | asked <= set(made)


def base_users() -> list[Manifest]:
    users: list[Manifest] = named("MongoDBCommunity", "database")["spec"]["users"]
    return users


def test_a_queues_address_is_understood_in_the_scalers_namespace_too(
    made: dict[str, dict[str, bytes]],
) -> None:
    asked = [one["spec"]["secretTargetRef"][0] for one in of_kind("TriggerAuthentication")]
    hosts = {urlsplit(made[ref["name"]][ref["key"]].decode()).hostname for ref in asked}
    assert hosts == {"broker.hudong.svc"}


def test_every_database_password_is_made(made: dict[str, dict[str, bytes]]) -> None:
    keys = {user["passwordSecretRef"]["key"] for user in base_users()}
    assert keys <= set(made["hudong-database-users"])


@pytest.mark.parametrize("overlay", OVERLAYS)
@pytest.mark.parametrize("name", SERVICES)
def test_each_process_can_read_its_settings(
    overlay: str,
    name: str,
    made: dict[str, dict[str, bytes]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = named("Deployment", name, built(overlay))
    (container,) = one["spec"]["template"]["spec"]["containers"]
    (secret,) = _volumes(one)
    for file, text in made[secret].items():
        (tmp_path / file).write_bytes(text)
    told = named("ConfigMap", "hudong", built(overlay))["data"] | {
        entry["name"]: entry["value"] for entry in container.get("env", [])
    }
    for key, value in told.items():
        monkeypatch.setenv(key, value.replace(MOUNTED, str(tmp_path)))
    (module,) = container["args"]
    kind = importlib.import_module(f"{module}.settings").Settings
    assert isinstance(load(kind), ServiceSettings)


@pytest.mark.parametrize("name", ["gateway", "intake-wechat", "notifier"])
def test_who_speaks_with_the_official_account_is_told_whose_it_is(
    name: str, made: dict[str, dict[str, bytes]]
) -> None:
    one = named("Deployment", name, built("production"))
    (container,) = one["spec"]["template"]["spec"]["containers"]
    told = {entry["name"]: entry["value"] for entry in container["env"]}
    assert {"WECHAT_APP_ID", "WECHAT_SECRET_FILE"} <= told.keys()
    assert Path(told["WECHAT_SECRET_FILE"]).name in made[f"hudong-{name}"]


def test_the_broker_s_users_are_given_as_definitions(made: dict[str, dict[str, bytes]]) -> None:
    broker = next(one for one in base() if one["kind"] == "RabbitmqCluster")
    assert "definitions.json" in broker["spec"]["rabbitmq"]["additionalConfig"]
    assert "definitions.json" in made["hudong-broker"]
