"""What Prometheus finds in the stack is what the alerts and dashboards ask for."""

import json
from typing import Any, Final
from urllib.parse import quote

import pytest

from tests.support.containers import Containers
from tests.support.eventually import eventually
from tests.support.watching import (
    ALERTS,
    DASHBOARDS,
    all_queries,
    metrics_in,
    queries_of,
    seldom,
)

ASKS: Final = (
    "import urllib.request as r; print(r.urlopen('http://prometheus:9090{}').read().decode())"
)


def _asked(containers: Containers, path: str) -> Any:
    code, told = containers.run_python("gateway", ASKS.format(path))
    assert code == 0, told
    return json.loads(told)["data"]


def _found(containers: Containers, query: str) -> list[Any]:
    found: list[Any] = _asked(containers, f"/api/v1/query?query={quote(query)}")["result"]
    return found


@pytest.fixture(scope="module")
def watched(containers: Containers) -> Containers:
    """Let Prometheus watch the stack."""
    containers.compose("--profile", "observe", "up", "--detach", "--no-deps", "prometheus")
    return containers


async def test_every_target_is_found_and_answers(watched: Containers) -> None:
    def all_are_up() -> bool:
        code, told = watched.run_python("gateway", ASKS.format("/api/v1/targets"))
        targets = json.loads(told)["data"]["activeTargets"] if code == 0 else []
        return len(targets) == 9 and all(one["health"] == "up" for one in targets)

    await eventually(all_are_up, within=240)


async def test_every_metric_that_is_asked_for_has_been_measured(watched: Containers) -> None:
    wanted = {name for query in all_queries() if not seldom(query) for name in metrics_in(query)}

    def none_is_missing() -> bool:
        return wanted <= set(_asked(watched, "/api/v1/label/__name__/values"))

    await eventually(none_is_missing, within=240)


def test_every_alert_is_watched_for_and_can_be_reckoned(watched: Containers) -> None:
    (group,) = _asked(watched, "/api/v1/rules")["groups"]
    assert [rule["name"] for rule in group["rules"]] == [rule["alert"] for rule in ALERTS]
    assert not [rule["lastError"] for rule in group["rules"] if rule.get("lastError")]


async def test_every_panel_of_the_dashboards_shows_something(watched: Containers) -> None:
    asked = [q for one in DASHBOARDS for q in queries_of(one) if not seldom(q)]

    def none_is_empty() -> bool:
        return all(_found(watched, query) for query in asked)

    await eventually(none_is_empty, within=240)
