"""One trial of the containers from nothing to nothing, telling how long each step took."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final, Self

from docker.errors import DockerException

from deploy.containers import standins
from deploy.containers.compose import ROOT, VAR, Compose
from deploy.containers.engine import Engine, NotHere, any_engine, connected
from deploy.containers.limit import TooLong
from deploy.containers.standing import unwell
from deploy.local.failure import CannotRun
from deploy.local.ports import free_ports

_UP_WITHIN: Final = 600.0
_LOADED_WITHIN: Final = 480.0
_ONE_TEST_WITHIN: Final = 720
_FAULTS: Final = 3  # of a stack that fails more often nothing more is learnt


class Trial(ExitStack):
    """Everything that a trial starts; leaving the block takes all of it down."""

    def __init__(self, kept: Path | None = None) -> None:
        super().__init__()
        self._kept = kept.resolve() if kept else None
        self._began, self._has_engine = time.monotonic(), False
        self.project = f"hudong-test-{secrets.token_hex(3)}"

    def __enter__(self) -> Self:
        """Make the folders."""
        VAR.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="hudong-"))
        self.callback(self._say_the_end)
        self.callback(shutil.rmtree, self.folder, ignore_errors=True)
        return self

    def run(self, tests: Sequence[str]) -> int:
        """Come up, run the tests, and return their exit code."""
        engine = self.enter_context(any_engine(self.folder, self._kept or self.folder / "data"))
        self._has_engine = True
        self.say(f"Docker engine {engine.version}, {'started' if engine.ours else 'found here'}")
        environment = self._environment(engine)
        compose = Compose.installed(VAR / "tools", environment, self._log())
        self._images(engine, compose)
        self.callback(self._remove_image, engine)
        self.callback(self._down, compose)
        with self._told_of(engine):
            compose.run("up", "--detach", within=_UP_WITHIN)
            compose.run("wait", "estate", within=_LOADED_WITHIN)
            self.say("our image is built, the stack is up and the estate loaded")
            return self._test(tests, {**environment, "COMPOSE": str(compose.program)})

    def say(self, line: str) -> None:
        """Tell what has been done and how many seconds it is since the start."""
        print(f"[{time.monotonic() - self._began:4.0f} s] {line}", flush=True)

    @contextmanager
    def _told_of(self, engine: Engine) -> Iterator[None]:
        """Say what does not stand when the block is left by a failure."""
        try:
            yield
        except (CannotRun, TooLong):
            lines = unwell(engine.host, self.project) or ["every container stands"]
            self.say("what does not stand:\n" + "\n".join(f"  {line}" for line in lines))
            raise

    def _say_the_end(self) -> None:
        if self._has_engine:
            self.say("all is taken down")

    def _images(self, engine: Engine, compose: Compose) -> None:
        missing = standins.missing_images(engine)
        if missing and not engine.ours:
            raise NotHere(
                f"the engine cannot get the images of {', '.join(missing)}; stand-ins are only "
                "built in an engine of our own: unset DOCKER_HOST, or pull them first"
            )
        if missing:
            standins.build(missing, engine, compose, self.folder)
            self.say(f"no registry answers; built stand-ins of {', '.join(missing)}")

    def _environment(self, engine: Engine) -> dict[str, str]:
        port = str(free_ports()["GATEWAY_PORT"])
        return {
            "DOCKER_HOST": engine.host,
            "DOCKER_CONFIG": str(self.folder / "config"),
            "COMPOSE_PROJECT_NAME": self.project,
            "COMPOSE_PROFILES": "",
            "HUDONG_IMAGE": f"{self.project}:local",
            "GATEWAY_ADDRESS": "127.0.0.1",
            "GATEWAY_PORT": port,
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "STORY_PATIENCE": "5",
            "TESTCONTAINERS_RYUK_DISABLED": "true",
            "TESTCONTAINERS_CONNECTION_MODE": "docker_host",
        }

    def _test(self, tests: Sequence[str], environment: dict[str, str]) -> int:
        pytest = (sys.executable, "-m", "pytest", f"--timeout={_ONE_TEST_WITHIN}")
        shown = ("--verbose", "--durations=0", "--durations-min=3", f"--maxfail={_FAULTS}")
        told = {**os.environ, **environment}
        code = subprocess.run((*pytest, *shown, *tests), cwd=ROOT, env=told, check=False).returncode
        self.say("the tests are through" if code == 0 else f"the tests failed ({code})")
        return code

    def _down(self, compose: Compose) -> None:
        try:
            compose.run("logs", "--no-color", "--timestamps")
            compose.run("--profile", "*", "down", "--volumes", "--remove-orphans", "--timeout", "5")
        except CannotRun as reason:
            self.say(f"not everything went down by itself: {reason}")

    def _remove_image(self, engine: Engine) -> None:
        try:
            with connected(engine.host) as client:
                client.images.remove(f"{self.project}:local", force=True)
        except (DockerException, OSError) as reason:
            self.say(f"the image stays: {reason}")

    def _log(self) -> Path:
        log = VAR / "compose.log"
        log.unlink(missing_ok=True)
        return log
