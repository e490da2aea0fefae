"""Start everything on this machine, load the sample estate, play the story, serve until Ctrl-C."""

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

from deploy.local.environment import environment_of_commands
from deploy.local.failure import CannotRun
from deploy.local.ports import chosen_ports
from deploy.local.process import DIES_WITH_US
from deploy.local.screen import Screen
from deploy.local.services import START_ORDER
from deploy.local.stack import ROOT, VAR, Stack
from deploy.local.watch import Watch

STORIES: Final = ("1", "0", "only")
_ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(story: str) -> int:
    """Run until Ctrl-C or SIGTERM and return the exit code; ``only`` returns the story's own."""
    screen = Screen()
    try:
        folder = Path(os.environ.get("VAR_FOLDER", VAR))
        stack = Stack(folder, chosen_ports(os.environ))
        stack.require_ports()
        with _alone_in(folder):
            return _from_start_to_stop(stack, screen, story)
    except CannotRun as reason:
        screen.failed(str(reason))
        return reason.code


def _from_start_to_stop(stack: Stack, screen: Screen, story: str) -> int:
    for number in _ENDING:
        signal.signal(number, _interrupt)
    try:
        _come_up(stack, screen)
        return _play_and_serve(stack, screen, story)
    except KeyboardInterrupt:
        return 0 if story != "only" else 130
    finally:
        for number in _ENDING:
            signal.signal(number, signal.SIG_IGN)
        screen.title("Stopping")
        stack.stop()
        screen.done("all", "stopped")


def _come_up(stack: Stack, screen: Screen) -> None:
    screen.title("Hudong: a property company and its owners, on this machine")
    stack.start_servers()
    for name, server in (("database", stack.database), ("broker", stack.broker)):
        if server:
            server.wait_ready()
            screen.done(name, server.url.partition("?")[0])
        else:
            screen.done(name, "yours, as set in the environment")
    stack.services.start()
    for name in START_ORDER:
        stack.services[name].wait_ready()
        screen.done(name, stack.place.url(name))
    _load_estate(stack, screen)


def _load_estate(stack: Stack, screen: Screen) -> None:
    gateway = stack.place.url("gateway")
    loading = _command(stack, "deploy.load", "deploy/estate", "--gateway", gateway)
    if loading.wait() != 0:
        raise CannotRun("deploy/estate could not be loaded")
    screen.done("estate", "deploy/estate")


def _play_and_serve(stack: Stack, screen: Screen, story: str) -> int:
    watch = Watch(stack, screen.note)
    if story != "0":
        playing = _command(stack, "deploy.story", "--gateway", stack.place.url("gateway"))
        watch.until(lambda: playing.poll() is not None)
        if story == "only":
            return playing.wait()
    screen.addresses(stack.place, stack.folder)
    watch.until(lambda: False)
    return 0


def _command(stack: Stack, *module: str) -> "subprocess.Popen[bytes]":
    command: Sequence[str] = (*DIES_WITH_US, sys.executable, "-m", *module)
    return subprocess.Popen(
        command, cwd=ROOT, env=environment_of_commands(stack.place), stdin=subprocess.DEVNULL
    )


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotRun(
                f"another run uses {folder}; stop it, or give this one VAR_FOLDER and other ports"
            ) from error
        yield
