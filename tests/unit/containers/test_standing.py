"""What does not stand is told, and what stands or has done its work is not."""

from dataclasses import dataclass
from typing import Any

import pytest

from deploy.containers.standing import ails, lines_of

RUNS: dict[str, Any] = {"Status": "running", "Running": True, "ExitCode": 0}


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (RUNS, ""),
        ({**RUNS, "Health": {"Status": "healthy"}}, ""),
        ({"Status": "exited", "Running": False, "ExitCode": 0}, ""),
        ({"Status": "exited", "Running": False, "ExitCode": 3}, "exited (3)"),
        ({"Status": "created", "Running": False, "ExitCode": 0}, "created (0)"),
        ({**RUNS, "Health": {"Status": "starting", "Log": []}}, "starting: not asked yet"),
        (
            {
                **RUNS,
                "Health": {"Status": "unhealthy", "Log": [{"Output": "a"}, {"Output": "b\n"}]},
            },
            "unhealthy: b",
        ),
    ],
)
def test_a_container_is_told_of_by_its_state(state: dict[str, Any], told: str) -> None:
    assert ails(state) == told


@dataclass
class Container:
    """What an engine would tell of one."""

    name: str
    state: dict[str, Any]

    @property
    def attrs(self) -> dict[str, Any]:
        return {"State": self.state}

    def logs(self, tail: int) -> bytes:
        return b"no database\ngiven up\n"


def test_only_who_does_not_stand_is_told_of_with_what_it_said_last() -> None:
    broken = {"Status": "exited", "Running": False, "ExitCode": 3}
    assert list(lines_of([Container("gateway", RUNS), Container("router", broken)])) == [
        "router: exited (3)",
        "  no database",
        "  given up",
    ]
