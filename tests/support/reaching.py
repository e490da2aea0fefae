"""Read network policies as a cluster's network does: who may reach whom, on which port."""

import ipaddress
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tests.support.manifests import Manifest, of_kind

HOME: Final = "hudong"
OPERATORS: Final = {"broker": {"app.kubernetes.io/name": "broker"}} | {
    "database": {"app": "database-svc"}
}
Labels = Mapping[str, str]
Rule = Mapping[str, Any]


@dataclass(slots=True, frozen=True)
class _Way:
    """A direction, and how policies write it."""

    kind: str
    rules: str
    peers: str


_OUT: Final = _Way("Egress", "egress", "to")
_IN: Final = _Way("Ingress", "ingress", "from")


@dataclass(slots=True, frozen=True)
class End:
    """One end of a connection: a pod of a namespace, or an address outside the cluster."""

    labels: Labels
    namespace: str = HOME
    address: str | None = None


def pods(manifests: tuple[Manifest, ...]) -> dict[str, End]:
    """Return every pod that the manifests lead to, ours and those that operators make."""
    templates = {
        one["metadata"]["name"]: _pod_labels(one)
        for one in (*of_kind("Deployment", manifests), *of_kind("CronJob", manifests))
    }
    return {name: End(labels) for name, labels in (templates | OPERATORS).items()}


def outside(address: str) -> End:
    """Return what is not in the cluster."""
    return End({}, "", address)


def may_reach(source: End, to: End, port: int, manifests: tuple[Manifest, ...]) -> bool:
    """Tell whether a connection may be opened: both ends have to allow it."""
    return _allowed(_OUT, source, to, port, manifests) and _allowed(
        _IN, to, source, port, manifests
    )


def _allowed(way: _Way, one: End, other: End, port: int, manifests: tuple[Manifest, ...]) -> bool:
    policies = list(_on(one, way, manifests))
    found = (rule for policy in policies for rule in policy["spec"].get(way.rules, ()))
    return not policies or any(
        _of_port(rule, port) and _of_peer(rule.get(way.peers), other) for rule in found
    )


def _on(end: End, way: _Way, manifests: tuple[Manifest, ...]) -> Iterator[Manifest]:
    if end.namespace != HOME:
        return
    for policy in of_kind("NetworkPolicy", manifests):
        spec = policy["spec"]
        if way.kind in spec["policyTypes"] and _chosen(spec["podSelector"], end.labels):
            yield policy


def _of_port(rule: Rule, port: int) -> bool:
    return "ports" not in rule or any(entry["port"] == port for entry in rule["ports"])


def _of_peer(peers: Sequence[Rule] | None, end: End) -> bool:
    """Tell whether one of the peers is ``end``; a rule that names none means everybody."""
    return peers is None or any(_is(peer, end) for peer in peers)


def _is(peer: Rule, end: End) -> bool:
    if "ipBlock" in peer:
        return end.address is not None and _within(peer["ipBlock"], end.address)
    if end.address is not None:
        return False
    there = {"kubernetes.io/metadata.name": end.namespace}
    if not _chosen(peer.get("namespaceSelector", {"matchLabels": _AT_HOME}), there):
        return False
    return _chosen(peer.get("podSelector", {}), end.labels)


_AT_HOME: Final = {"kubernetes.io/metadata.name": HOME}


def _within(block: Rule, address: str) -> bool:
    at = ipaddress.ip_address(address)
    out = any(at in ipaddress.ip_network(net) for net in block.get("except", ()))
    return at in ipaddress.ip_network(block["cidr"]) and not out


def _chosen(selector: Rule, labels: Labels) -> bool:
    alike = selector.get("matchLabels", {}).items() <= labels.items()
    return alike and all(_fits(rule, labels) for rule in selector.get("matchExpressions", ()))


def _fits(rule: Rule, labels: Labels) -> bool:
    value, values = labels.get(rule["key"]), rule.get("values", ())
    return {
        "In": value in values,
        "NotIn": value not in values,
        "Exists": value is not None,
        "DoesNotExist": value is None,
    }[rule["operator"]]


def _pod_labels(one: Manifest) -> Labels:
    spec = one["spec"].get("jobTemplate", one)["spec"]
    found: Labels = spec["template"]["metadata"]["labels"]
    return found
