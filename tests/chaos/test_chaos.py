"""Nothing is lost, doubled or told twice while processes are killed: the short run."""

from pathlib import Path

import pytest

from tests.chaos.run import Terms, run

KILLS = 4


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_what_was_acknowledged_is_there_once_and_told_once_whatever_is_killed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terms = Terms(seconds=10, kills=KILLS, seed=20261123, rate=6, servers=("database",))
    report = run(terms, tmp_path, print)
    assert sum(report.kills.values()) == KILLS + 1
    assert report.settled is not None, capsys.readouterr().out
    assert report.is_right, dict(report.outcome.faults)
