"""Play the day: every scene in its turn, side by side as on a real day."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

from deploy.story.asking import Twice, ask
from deploy.story.case import Case
from deploy.story.courses import COURSES
from deploy.story.doors import Doors, NotThere, Turned
from deploy.story.keyring import Keyring
from deploy.story.people import MANAGER, Cast, owners_of
from deploy.story.phones import Late, Phones
from deploy.story.script import Scene
from deploy.story.watch import Watch
from deploy.story.wechat import Platform

BETWEEN: Final = 0.75
_WRONG: Final = (Turned, NotThere, Late, Twice)


@dataclass(slots=True, frozen=True)
class Day:
    """A day that is being played."""

    cast: Cast
    scenes: Sequence[Scene]
    tell: Callable[[Case], None]

    async def play(self) -> list[Case]:
        """Play every scene to its end and return what became of them."""
        async with asyncio.TaskGroup() as group:
            playing = []
            for scene in self.scenes:
                playing.append(group.create_task(self._scene(scene)))
                await asyncio.sleep(BETWEEN * self.cast.pace)
        return [one.result() for one in playing]

    async def _scene(self, scene: Scene) -> Case:
        case = Case(scene=scene, tell=self.tell)
        try:
            await ask(case, self.cast)
            for step in COURSES[scene.course]:
                await step(case, self.cast)
        except _WRONG as wrong:
            case.faults.append(str(wrong))
        case.end()
        return case


@asynccontextmanager
async def cast_at(doors: Doors, pace: float) -> AsyncIterator[Cast]:
    """Yield the people of the day, their phones in hand, the manager's page open."""
    phones = Phones(doors)
    await phones.unlock()
    keys = Keyring.from_environment(doors, phones)
    watch = Watch(doors, await keys.staff(MANAGER))
    cast = Cast(
        doors=doors,
        keys=keys,
        phones=phones,
        watch=watch,
        platform=Platform.from_environment(),
        owners=owners_of(),
        pace=pace,
    )
    jobs = (phones.watch, watch.listen, watch.look, watch.look_again)
    async with asyncio.TaskGroup() as group:
        running = [group.create_task(job()) for job in jobs]
        await watch.begin()
        yield cast
        for task in running:
            task.cancel()
