"""Alerts, dashboards and targets speak of what there is."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from deploy.observe.metric_list import metrics
from deploy.observe.sources import FOLDER, ROOT, modules
from tests.support.watching import (
    ALERTS,
    DASHBOARDS,
    all_queries,
    labels_in,
    metrics_in,
    queries_of,
)

METRICS: Final = tuple(metrics(modules()).values())
SERIES: Final = {name for metric in METRICS for name in metric.series}
OF_THE_SCRAPE: Final = {"service", "instance", "job", "le"}
COMPOSE: Final[dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
RULES_TEST: Final = Path(__file__).parent / "alerts_test.yml"
NEEDS_PROMTOOL: Final = pytest.mark.skipif(
    not shutil.which("promtool"), reason="promtool (package prometheus) is not installed"
)


def _unknown(query: str) -> set[str]:
    return set(re.findall(r"\bhudong_\w+", query)) - SERIES


def _labels(series: str) -> set[str]:
    return {label for one in METRICS if series in one.series for label in one.labels}


def _promtool(*arguments: str | Path) -> str:
    done = subprocess.run(
        ("promtool", *map(str, arguments)), capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_an_alert_asks_for_metrics_that_the_code_has(rule: dict[str, Any]) -> None:
    assert not _unknown(rule["expr"])


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_an_alert_leads_to_its_run_book(rule: dict[str, Any]) -> None:
    file, _, anchor = rule["annotations"]["runbook"].partition("#")
    headings = re.findall(r"^## (\w+)$", (ROOT / file).read_text(), re.MULTILINE)
    assert (anchor == rule["alert"].lower(), rule["alert"] in headings) == (True, True)


def test_every_run_book_has_its_alert() -> None:
    text = (FOLDER / "RUNBOOKS.md").read_text()
    headings = set(re.findall(r"^## (\w+)$", text, re.MULTILINE))
    assert headings == {rule["alert"] for rule in ALERTS}


@pytest.mark.parametrize("dashboard", DASHBOARDS, ids=lambda path: path.stem)
def test_a_dashboard_asks_for_metrics_that_the_code_has(dashboard: Path) -> None:
    assert not {name for query in queries_of(dashboard) for name in _unknown(query)}


@pytest.mark.parametrize("query", all_queries())
def test_a_query_speaks_of_labels_that_its_metrics_have(query: str) -> None:
    assert (
        not labels_in(query)
        - OF_THE_SCRAPE
        - {label for name in metrics_in(query) for label in _labels(name)}
    )


@pytest.mark.parametrize("dashboard", DASHBOARDS, ids=lambda path: path.stem)
def test_a_dashboards_panels_ask_of_sources_that_are_provisioned(dashboard: Path) -> None:
    file = FOLDER / "grafana" / "provisioning" / "datasources" / "hudong.yml"
    sources = {one["uid"] for one in yaml.safe_load(file.read_text())["datasources"]}
    panels = json.loads(dashboard.read_text())["panels"]
    assert {panel["datasource"]["uid"] for panel in panels} <= sources


def test_every_metric_of_the_promises_is_on_a_dashboard() -> None:
    shown = " ".join(query for dashboard in DASHBOARDS for query in queries_of(dashboard))
    assert not {one.name for one in METRICS if one.name not in shown}


@NEEDS_PROMTOOL
def test_prometheus_reads_its_settings_and_rules() -> None:
    settings, rules = FOLDER / "prometheus.yml", FOLDER / "alerts.yml"
    assert _promtool("check", "config", "--syntax-only", settings) == ""
    assert _promtool("check", "rules", rules) == ""


@NEEDS_PROMTOOL
def test_prometheus_reads_every_query_of_the_dashboards(tmp_path: Path) -> None:
    queries = [query for dashboard in DASHBOARDS for query in queries_of(dashboard)]
    rules = [{"record": f"query:{n}", "expr": query} for n, query in enumerate(queries)]
    file = tmp_path / "rules.yml"
    file.write_text(json.dumps({"groups": [{"name": "queries", "rules": rules}]}))
    assert _promtool("check", "rules", file) == ""


@NEEDS_PROMTOOL
def test_alerts_ring_when_they_should_and_not_before() -> None:
    assert _promtool("test", "rules", RULES_TEST) == ""


def test_every_process_that_answers_metrics_is_a_target() -> None:
    jobs = yaml.safe_load((FOLDER / "prometheus.yml").read_text())["scrape_configs"]
    targets = {target for job in jobs for one in job["static_configs"] for target in one["targets"]}
    commands = {name: str(one.get("command")) for name, one in COMPOSE["services"].items()}
    serving = {name for name, command in commands.items() if "'services." in command}
    assert {f"{name}:8080" for name in serving} | {"broker:15692", "localhost:9090"} == targets


def test_every_file_that_the_containers_are_given_is_in_the_project() -> None:
    mounts = [
        volume.partition(":")[0]
        for service in COMPOSE["services"].values()
        for volume in service.get("volumes", ())
        if volume.startswith("./")
    ]
    assert mounts
    assert not [path for path in mounts if not (ROOT / path).exists()]


@pytest.mark.parametrize("profile", ["observe", "story"])
def test_what_a_profile_adds_stays_out_of_a_plain_start(profile: str) -> None:
    members = [one for one in COMPOSE["services"].values() if profile in one.get("profiles", ())]
    plain = [one for one in COMPOSE["services"].values() if "profiles" not in one]
    needed = {name for one in plain for name in one.get("depends_on", ())}
    assert members
    assert not needed & {name for name, one in COMPOSE["services"].items() if one in members}
