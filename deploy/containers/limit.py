"""End what takes too long: first with a word and in good order, then at once."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

CODE: Final = 124  # as timeout(1) ends


class TooLong(Exception):
    """The time is up; not a ``CannotRun``, so that nothing takes it for a machine's fault."""


@contextmanager
def limited(seconds: float, cleaning: float) -> Iterator[None]:
    """Raise ``TooLong`` after ``seconds``; end the process if leaving takes ``cleaning`` more.

    It works in the main thread only, and there whatever is being waited for is given up.
    """

    def first(_signal: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGALRM, last)
        signal.setitimer(signal.ITIMER_REAL, cleaning)
        raise TooLong(f"not done within {seconds:g} s")

    def last(_signal: int, _frame: FrameType | None) -> None:
        print(f"not even taken down within {cleaning:g} s more", file=sys.stderr, flush=True)
        os._exit(CODE)

    signal.signal(signal.SIGALRM, first)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
