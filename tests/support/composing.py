"""Find the Compose program, where one is installed."""

import shutil
from typing import Final

import pytest

from deploy.containers.compose import VAR, program_in

COMPOSE: Final = shutil.which("docker-compose") or program_in(VAR / "tools")
NEEDS_COMPOSE: Final = pytest.mark.skipif(
    not COMPOSE, reason="Compose v2 is installed by `make test-compose`"
)
