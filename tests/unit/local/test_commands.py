"""What the commands say when they are told something impossible."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.ports import free_ports
from deploy.local.screen import Screen
from deploy.sandbox.journal import Journal


def said(*command: str, **environment: str) -> tuple[int, str]:
    told = subprocess.run(
        [sys.executable, "-m", *command],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return told.returncode, told.stderr


def test_a_story_that_there_is_not_gets_one_line() -> None:
    code, line = said("deploy.local", "run", "--story", "2")
    assert (code, line) == (2, "STORY=2 is none of 1, 0, only\n")


def test_a_broker_that_is_away_gets_one_line() -> None:
    url = f"amqp://guest:guest@127.0.0.1:{free_ports()['AMQP_PORT']}/"
    code, line = said("deploy.dead", "list", "--service", "router", AMQP_URL=url)
    assert (code, line.count("\n")) == (2, 1)
    assert line.startswith("the broker of AMQP_URL cannot be asked")


def test_the_seconds_are_counted_from_each_title(capsys: pytest.CaptureFixture[str]) -> None:
    screen = Screen(iter((0.0, 90.0, 92.5)).__next__)
    screen.title("Stopping")
    screen.done("all", "stopped")
    assert capsys.readouterr().out.split()[-2:] == ["2.5", "s"]


def test_the_sandbox_journal_is_for_its_owners_eyes_only(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.jsonl"
    path.touch(mode=0o644)
    Journal(path).close()
    assert path.stat().st_mode & 0o777 == 0o600
