"""What is handed to an operator to be merged into its own pods fits the API's schemas as well."""

from typing import Any, Final

import kubernetes_validate
import pytest
import yaml

from deploy.observe.sources import ROOT
from tests.support.manifests import OVERLAYS, Manifest, built, of_kind

VERSION: Final = "1.34"


def _broker(overlay: str) -> Any:
    (one,) = of_kind("RabbitmqCluster", built(overlay))
    return one["spec"]


def _stateful_set(spec: Manifest, template: Manifest) -> Manifest:
    """Return the whole of which an operator is given a part."""
    labels = {"app": "server"}
    whole = {"template": {"metadata": {"labels": labels}, **template}}
    return {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": {"name": "server"},
        "spec": {"serviceName": "server", "selector": {"matchLabels": labels}, **spec, **whole},
    }


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_what_is_merged_into_the_brokers_pods_fits(overlay: str) -> None:
    spec = _broker(overlay)
    over = spec["override"]["statefulSet"]["spec"]
    pod = over["template"]["spec"]
    (container,) = pod["containers"]
    whole = {**container, "image": spec["image"], "resources": spec["resources"]}
    made = {**pod, "containers": [whole], "affinity": spec.get("affinity", {})}
    kubernetes_validate.validate(_stateful_set(over, {"spec": made}), VERSION, strict=True)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_what_is_merged_into_the_databases_pods_fits(overlay: str) -> None:
    (one,) = of_kind("MongoDBCommunity", built(overlay))
    over = one["spec"]["statefulSet"]["spec"]
    kubernetes_validate.validate(_stateful_set(over, over["template"]), VERSION, strict=True)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_the_broker_is_of_the_version_that_compose_runs(overlay: str) -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    assert compose["broker"]["image"] == f"${{RABBITMQ_IMAGE:-{_broker(overlay)['image']}}}"


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_the_brokers_settings_are_not_longer_than_its_operator_takes(overlay: str) -> None:
    assert len(_broker(overlay)["rabbitmq"]["additionalConfig"]) <= 2000
