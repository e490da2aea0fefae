"""The manifests fit the API's own schemas, and say what they are meant to say."""

from typing import Any

import jsonschema
import kubernetes_validate
import pytest

from shared.bus.topology import Topology
from tests.support.manifests import OVERLAYS, Manifest, base, built, named, of_kind
from tests.unit.kubernetes.schemas import SPECS

VERSION = "1.34"


def _check(manifest: Manifest) -> None:
    if manifest["kind"] in SPECS:
        jsonschema.validate(manifest["spec"], SPECS[manifest["kind"]])
    else:
        kubernetes_validate.validate(manifest, VERSION, strict=True)


@pytest.mark.parametrize("one", base(), ids=lambda one: f"{one['kind']}-{one['metadata']['name']}")
def test_each_document_of_the_base_fits_its_schema(one: Manifest) -> None:
    _check(one)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_what_an_overlay_comes_to_fits_its_schemas(overlay: str) -> None:
    for one in built(overlay):
        _check(one)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_an_overlay_keeps_everything_in_one_namespace(overlay: str) -> None:
    placed = {one["metadata"].get("namespace") for one in built(overlay)} - {None}
    assert placed == {"hudong"}


def test_the_trial_has_one_of_each_server() -> None:
    (broker,), (database,) = (of_kind(k, built("trial")) for k in ("RabbitmqCluster", _MONGO))
    assert (broker["spec"]["replicas"], database["spec"]["members"]) == (1, 1)


def test_production_has_no_sandbox_provider() -> None:
    assert "sandbox" not in {one["metadata"]["name"] for one in built("production")}


@pytest.mark.parametrize("one", of_kind("Deployment"), ids=lambda one: one["metadata"]["name"])
class TestEveryDeployment:
    """What holds of each of ours."""

    def test_asks_whether_it_is_ready_and_alive(self, one: Manifest) -> None:
        (container,) = _pod(one)["containers"]
        paths = {
            probe: container[probe]["httpGet"]["path"]
            for probe in ("startupProbe", "readinessProbe", "livenessProbe")
        }
        assert set(paths.values()) == {"/ready", "/live"}

    def test_runs_as_nobody_and_writes_nowhere(self, one: Manifest) -> None:
        (container,) = _pod(one)["containers"]
        assert container["securityContext"]["readOnlyRootFilesystem"]
        assert _pod(one)["securityContext"]["runAsNonRoot"]

    def test_is_spread_and_never_disrupted_whole(self, one: Manifest) -> None:
        name = one["metadata"]["name"]
        keys = {rule["topologyKey"] for rule in _pod(one)["topologySpreadConstraints"]}
        assert keys == {"topology.kubernetes.io/zone", "kubernetes.io/hostname"}
        assert named("PodDisruptionBudget", name)["spec"]["maxUnavailable"] == 1

    def test_has_longer_to_end_than_it_takes_to_drain(self, one: Manifest) -> None:
        drains = int(named("ConfigMap", "hudong")["data"]["DRAIN_SECONDS"])
        assert _pod(one)["terminationGracePeriodSeconds"] > drains


def test_only_the_gateway_is_reached_from_outside() -> None:
    reached = {
        policy["metadata"]["name"]
        for policy in of_kind("NetworkPolicy")
        for rule in policy["spec"].get("ingress", [])
        for peer in rule.get("from", [{}])
        if _namespace(peer) == "ingress-nginx" or not peer
    }
    assert reached == {"gateway"}


def test_whatever_is_not_allowed_is_forbidden() -> None:
    assert named("NetworkPolicy", "nobody")["spec"] == {
        "podSelector": {},
        "policyTypes": ["Ingress", "Egress"],
    }


@pytest.mark.parametrize("service", ["router", "notifier", "survey"])
def test_a_listener_is_scaled_by_the_depth_of_its_own_queue(service: str) -> None:
    (trigger,) = named("ScaledObject", service)["spec"]["triggers"]
    assert trigger["metadata"]["queueName"] == Topology(service).queue


def test_who_is_scaled_has_no_number_that_a_roll_out_would_put_back() -> None:
    scaled = {one["spec"]["scaleTargetRef"]["name"] for one in of_kind("ScaledObject")}
    counted = {
        one["metadata"]["name"] for one in of_kind("Deployment") if "replicas" in one["spec"]
    }
    assert not scaled & counted
    assert scaled | counted == {one["metadata"]["name"] for one in of_kind("Deployment")}


@pytest.mark.parametrize("server", ["broker", "database"])
def test_a_server_is_never_disrupted_whole(server: str) -> None:
    assert named("PodDisruptionBudget", server)["spec"]["maxUnavailable"] == 1


def test_the_database_s_agent_may_do_what_its_operator_lets_it() -> None:
    (rule, pods) = named("Role", "mongodb-database")["rules"]
    assert (rule["resources"], rule["verbs"]) == (["secrets"], ["get"])
    assert (pods["resources"], pods["verbs"]) == (["pods"], ["get", "patch", "delete"])


def test_a_database_user_may_only_touch_its_own() -> None:
    users = named(_MONGO, "database")["spec"]["users"]
    touched = {user["name"]: {role["db"] for role in user["roles"]} for user in users}
    assert touched == {name: {f"hudong_{name}", f"hudong_{name}_audit"} for name in touched}


_MONGO = "MongoDBCommunity"


def _pod(deployment: Manifest) -> Any:
    return deployment["spec"]["template"]["spec"]


def _namespace(peer: Manifest) -> str | None:
    labels = peer.get("namespaceSelector", {}).get("matchLabels", {})
    found: str | None = labels.get("kubernetes.io/metadata.name")
    return found
