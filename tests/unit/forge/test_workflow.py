"""What a forge runs for each change is what a developer runs, and nothing that moves unseen."""

import re
from typing import Any, Final

import pytest
import yaml

from deploy.observe.sources import ROOT

TEXT: Final = (ROOT / ".github" / "workflows" / "ci.yml").read_text()
WORKFLOW: Final[dict[str, Any]] = yaml.safe_load(TEXT)
JOBS: Final[dict[str, Any]] = WORKFLOW["jobs"]
STEPS: Final = [step for job in JOBS.values() for step in job["steps"]]
TARGETS: Final = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_checks_tests_and_containers_are_run_by_the_commands_that_developers_use() -> None:
    runs = {name: [s["run"] for s in job["steps"] if "run" in s] for name, job in JOBS.items()}
    assert runs == {
        "check": ["make check"],
        "test": [".ci/run"],
        "containers": ["make test-compose"],
    }
    assert {"check", "test-compose"} <= set(TARGETS)


@pytest.mark.parametrize("used", sorted({step["uses"] for step in STEPS if "uses" in step}))
def test_an_action_is_pinned_to_one_commit(used: str) -> None:
    assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", used)


@pytest.mark.parametrize("job", JOBS.values(), ids=JOBS)
def test_a_job_ends_by_itself(job: dict[str, Any]) -> None:
    assert job["timeout-minutes"] <= 45


def test_a_run_may_read_the_code_and_nothing_else() -> None:
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert not [name for name, job in JOBS.items() if "permissions" in job]


def test_no_address_stands_in_it() -> None:
    assert "://" not in TEXT
