"""Only the gateway is reachable, and each service reaches broker and database only."""

from itertools import product
from typing import Final

import pytest

from tests.support.manifests import Manifest, base, built
from tests.support.reaching import End, may_reach, outside, pods

PORTS: Final = (53, 443, 4369, 5672, 6443, 8080, 15672, 15692, 25672, 27017)
INTAKES: Final = ("intake-app", "intake-desk", "intake-wechat")
SERVICES: Final = ("gateway", *INTAKES, "router", "notifier", "survey")
BEHIND: Final = frozenset(SERVICES) - {"gateway"}
SPEAKS_TO_THE_WORLD: Final = frozenset({"gateway", "intake-wechat", "notifier"})
WORLD: Final = "203.0.113.9"
PLATFORM: Final = ("10.96.0.1", "172.20.1.1", "192.168.1.1", "169.254.169.254")
Reached = frozenset[tuple[str, int]]


def _all_reached(source: End, manifests: tuple[Manifest, ...]) -> Reached:
    found = product(pods(manifests).items(), PORTS)
    return frozenset((n, p) for (n, end), p in found if may_reach(source, end, p, manifests))


def _reached_from(namespace: str) -> Reached:
    return _all_reached(End({"app": "anything"}, namespace), base())


@pytest.mark.parametrize("stranger", ["default", "kube-system", "another-product"])
def test_a_stranger_in_the_cluster_reaches_nothing(stranger: str) -> None:
    assert _reached_from(stranger) == frozenset()


def test_the_world_reaches_the_gateway_alone_and_only_by_the_ingress() -> None:
    assert _all_reached(outside(WORLD), base()) == frozenset()
    assert _reached_from("ingress-nginx") == {("gateway", 8080)}


@pytest.mark.parametrize("service", sorted(BEHIND))
def test_a_service_reaches_broker_and_database_only(service: str) -> None:
    reached = _all_reached(pods(base())[service], base())
    assert reached == {("broker", 5672), ("database", 27017)}


def test_the_gateway_reaches_the_services_and_its_own_servers() -> None:
    reached = _all_reached(pods(base())["gateway"], base())
    assert reached == {(name, 8080) for name in BEHIND} | {("broker", 5672), ("database", 27017)}


def test_the_loader_reaches_the_gateway_only() -> None:
    assert _all_reached(pods(base())["estate"], base()) == {("gateway", 8080)}


def test_broker_and_database_reach_none_of_ours() -> None:
    ours = pods(base())
    assert _all_reached(ours["broker"], base()) == {("broker", 4369), ("broker", 25672)}
    assert _all_reached(ours["database"], base()) == {("database", 27017)}


def test_operators_reach_what_they_look_after() -> None:
    assert _reached_from("keda") == {("broker", 5672)}
    assert _reached_from("rabbitmq-system") == {("broker", 15672)}
    assert _reached_from("mongodb") == {("database", 27017)}


def test_who_watches_reaches_what_is_measured() -> None:
    measured = {(name, 8080) for name in SERVICES} | {("broker", 15692)}
    assert measured <= _reached_from("monitoring")
    assert not {(n, p) for n, p in _reached_from("monitoring") if p not in {8080, 15692}}


@pytest.mark.parametrize("name", pods(base()))
def test_only_who_calls_providers_reaches_the_world_and_never_the_platform(name: str) -> None:
    one = pods(base())[name]
    assert may_reach(one, outside(WORLD), 443, base()) == (
        name in SPEAKS_TO_THE_WORLD | {"broker", "database"}
    )
    if name in SERVICES:
        assert not any(may_reach(one, outside(at), 443, base()) for at in PLATFORM)


@pytest.mark.parametrize("name", pods(base()))
def test_everybody_may_ask_for_names(name: str) -> None:
    names = End({"k8s-app": "kube-dns"}, "kube-system")
    assert may_reach(pods(base())[name], names, 53, base())


def test_the_trials_sandbox_reaches_the_notifier_only_and_is_reached_by_the_gateway() -> None:
    trial = built("trial")
    ours = pods(trial)
    assert _all_reached(ours["sandbox"], trial) == {("notifier", 8080)}
    assert {name for name, one in ours.items() if may_reach(one, ours["sandbox"], 8080, trial)} == {
        "gateway",
        "notifier",
    }
