"""Follow one request of the script from its submission to its end."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from deploy.story.patience import patient
from deploy.story.phones import Late
from deploy.story.script import ENDS, Scene
from deploy.story.views import View

PATIENCE: Final = patient(45.0)


@dataclass(slots=True, kw_only=True)
class Case:
    """A scene being played; ``faults`` says in what it went other than the script has it.

    ``since`` is how many messages the phones had when the owner last followed a link.
    """

    scene: Scene
    tell: Callable[["Case"], None]
    number: str = ""
    request_id: str = ""
    view: View | None = None
    over: bool = False
    misread: bool = False
    since: int = 0
    faults: list[str] = field(default_factory=list)
    _rings: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def seen(self) -> View:
        """Return the request as it was last seen; it has been assigned before."""
        assert self.view is not None  # noqa: S101 - every step follows the first sight of it
        return self.view

    @property
    def fits(self) -> bool:
        """Tell whether it stands where the script has it in the end."""
        end, view = ENDS[self.scene.course], self.view
        return view is not None and (view.status, view.satisfied, view.round) == (
            end.status,
            end.satisfied,
            end.round,
        )

    def show(self, view: View) -> None:
        """Take a newer sight of the request."""
        if self.view is None or view.version > self.view.version:
            self.view = view
            self._rings.set()
            self._rings = asyncio.Event()
            self.tell(self)

    async def until(self, test: Callable[[View], bool], what: str) -> View:
        """Wait until the request is as it must be next; raises ``Late``."""
        try:
            async with asyncio.timeout(PATIENCE):
                while self.view is None or not test(self.view):
                    await self._rings.wait()
        except TimeoutError:
            stands = self.view.status if self.view else "never seen"
            raise Late(f"waited {PATIENCE:.0f} s for {what}; it is {stands}") from None
        return self.view

    def end(self) -> None:
        """Be over; what is not as it must be becomes a fault."""
        if not self.fits and not self.faults:
            self.faults.append(f"expected {_stand(ENDS[self.scene.course])}, {_stand(self.view)}")
        self.over = True
        self.tell(self)


def _stand(one: object) -> str:
    if one is None:
        return "never seen"
    return ", ".join(f"{name} {getattr(one, name)}" for name in ("status", "satisfied", "round"))
