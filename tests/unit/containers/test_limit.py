"""A trial ends: in good order when its time is up, and at once when even that takes too long."""

import subprocess
import sys

from deploy.containers.limit import CODE
from deploy.observe.sources import ROOT

TAKES_LONG = """
import sys, time
from deploy.containers.limit import TooLong, limited
try:
    with limited({within}, {cleaning}):
        try:
            time.sleep({work})
        finally:
            print("taking down")
            time.sleep({tidy})
            print("taken down")
except TooLong as reason:
    sys.exit(str(reason))
"""


def _ended(within: float, cleaning: float, work: float, tidy: float) -> tuple[int, str]:
    script = TAKES_LONG.format(within=within, cleaning=cleaning, work=work, tidy=tidy)
    done = subprocess.run(
        (sys.executable, "-u", "-c", script), cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_what_is_done_in_time_is_let_be() -> None:
    assert _ended(60, 60, work=0, tidy=0) == (0, "taking down\ntaken down\n")


def test_what_takes_too_long_is_given_up_and_taken_down() -> None:
    said = "taking down\ntaken down\nnot done within 0.1 s\n"
    assert _ended(0.1, 60, work=600, tidy=0) == (1, said)


def test_what_cannot_even_be_taken_down_in_time_ends_at_once() -> None:
    code, said = _ended(0.1, 0.1, work=600, tidy=600)
    assert (code, said.splitlines()) == (
        CODE,
        ["taking down", "not even taken down within 0.1 s more"],
    )
