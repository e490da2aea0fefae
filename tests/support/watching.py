"""Read what the operators' alerts and dashboards ask of Prometheus."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from deploy.observe.sources import FOLDER

DASHBOARDS: Final = tuple(sorted((FOLDER / "grafana" / "dashboards").glob("*.json")))
ALERTS: Final[tuple[dict[str, Any], ...]] = tuple(
    rule
    for group in yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"]
    for rule in group["rules"]
)


def queries_of(dashboard: Path, kind: str = "prometheus") -> Iterator[str]:
    """Yield what the panels of a dashboard ask of one kind of source."""
    for panel in json.loads(dashboard.read_text())["panels"]:
        if panel["datasource"]["type"] == kind:
            yield from (target["expr"] for target in panel["targets"])


def all_queries() -> list[str]:
    """Return every query of the dashboards and every expression of the alerts."""
    shown = [query for dashboard in DASHBOARDS for query in queries_of(dashboard)]
    return [*shown, *(rule["expr"] for rule in ALERTS)]


def metrics_in(query: str) -> set[str]:
    """Return the names of the metrics that a query reads."""
    return set(re.findall(r"\b(?:hudong|rabbitmq)_\w+", query))


def labels_in(query: str) -> set[str]:
    """Return the labels that a query chooses or groups by."""
    chosen = re.findall(r"[{,]\s*(\w+)\s*[=!]", query)
    grouped = re.findall(r"\b(?:by|on|without|ignoring) \(([^)]*)\)", query)
    return {*chosen, *(label.strip() for group in grouped for label in group.split(","))}


def seldom(query: str) -> bool:
    """Tell whether it reads what need not have happened yet in a healthy system."""
    return any(word in query for word in _SELDOM)


_SELDOM: Final = ("hudong_clocks_missed_total", "hudong_loop_failures_total", 'status=~"5..')
