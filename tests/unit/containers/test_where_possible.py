"""Where no containers can be run, whoever asks is told so in one line."""

import os
import subprocess
import sys
from typing import Final

import pytest

from deploy.containers.engine import SOCKET
from deploy.observe.sources import ROOT

AS_NOBODY: Final = (
    "import os, sys; os.geteuid = lambda: 1000; "
    "from deploy.containers.__main__ import main; sys.exit(main())"
)


@pytest.mark.skipif(SOCKET.exists(), reason="an engine runs here")
@pytest.mark.parametrize(("flags", "code"), [(["--where-possible"], 0), ([], 1)])
def test_without_an_engine_or_the_right_to_start_one_it_is_said_in_one_line(
    flags: list[str], code: int
) -> None:
    environment = {**os.environ, "DOCKER_HOST": "unix:///nowhere.sock"}
    command = (sys.executable, "-c", AS_NOBODY, *flags)
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    [line] = (done.stdout + done.stderr).splitlines()
    assert (done.returncode, "only root can start one" in line) == (code, True)
