"""Run a replay in a process of its own, so that two take the time of one."""

from collections.abc import Callable
from multiprocessing import get_context
from typing import Any, Final, Generic, TypeVar

T = TypeVar("T")
Progressed = Callable[[int], None]
_FORK: Final = get_context("fork")


class Beside(Generic[T]):
    """Works while we do; what it was given is inherited, what it returns is sent back whole.

    ``work`` is told where to say how far it is.
    """

    def __init__(self, work: Callable[[Progressed], T]) -> None:
        self._far = _FORK.Value("l", 0)
        self._ours, theirs = _FORK.Pipe(duplex=False)
        self._process = _FORK.Process(target=self._work, args=(work, theirs), daemon=True)
        self._process.start()
        theirs.close()

    @property
    def far(self) -> int:
        """Return how far it has come."""
        return int(self._far.value)

    def returned(self, seconds: float) -> bool:
        """Wait so long at most; tell whether it is done, or has died."""
        return self._ours.poll(seconds)

    def result(self) -> T:
        """Return what came of it; raises ``EOFError`` if the process died over it."""
        result: T = self._ours.recv()
        self._process.join()
        return result

    def _work(self, work: Callable[[Progressed], T], theirs: Any) -> None:
        theirs.send(work(self._go_on))

    def _go_on(self, far: int) -> None:
        self._far.value = far
