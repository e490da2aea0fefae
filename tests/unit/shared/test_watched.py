"""A file of keys is read again when it changes; nonsense in it changes nothing."""

import os
import time
from pathlib import Path

import pytest

from shared.runtime import watched
from shared.runtime.watched import Watched


class Patience:
    """Lets a test look again at once."""

    @staticmethod
    def over(held: Watched[int]) -> int:
        held._until = time.monotonic()
        return held()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "number"
    path.write_text("1")
    return path


def test_what_has_changed_is_read_again(file: Path) -> None:
    held = Watched(file, int)
    _write(file, "2")
    assert Patience.over(held) == 2


def test_nonsense_leaves_what_was_there(file: Path) -> None:
    held = Watched(file, int)
    _write(file, "two")
    assert Patience.over(held) == 1


def test_a_file_that_is_gone_for_a_moment_leaves_what_was_there(file: Path) -> None:
    held = Watched(file, int)
    file.unlink()
    assert Patience.over(held) == 1


def test_it_is_not_looked_at_for_every_call(file: Path) -> None:
    held = Watched(file, int)
    _write(file, "2")
    assert (held(), watched.SECONDS) == (1, 1.0)


def _write(path: Path, text: str) -> None:
    path.write_text(text)
    later = path.stat().st_mtime_ns + 10**9
    os.utime(path, ns=(later, later))
