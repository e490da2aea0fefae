"""Let the staff take on and finish a part of what is assigned to them."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from tests.chaos.ledger import Ledger, Step
from tests.chaos.line import Call, Line

_SHARE: Final = 0.4
_LOOKS_EVERY: Final = 2.0
_PATIENCE: Final = 60.0
_STEPS: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("accept", {}),
    ("resolve", {"outcome": "已经处理好了"}),
)


@dataclass(slots=True, kw_only=True)
class Hands:
    """The staff at their consoles: each acts on what is theirs."""

    headers: Mapping[str, Mapping[str, str]]
    manager: str
    ledger: Ledger
    chance: Random
    _met: set[str] = field(default_factory=set)

    async def work(self, line: Line, enough: Callable[[], bool]) -> None:
        """Look for new work until there is enough; what is begun is finished."""
        async with asyncio.TaskGroup() as group:
            while not enough():
                for one in await self._assigned(line):
                    if self.chance.random() < _SHARE:
                        group.create_task(self._see_to(one, line))
                await asyncio.sleep(_LOOKS_EVERY)

    async def _assigned(self, line: Line) -> list[dict[str, Any]]:
        query = {"status": "assigned", "limit": "50"}
        answer = await line.once(
            Call(
                path="/api/v1/requests",
                method="GET",
                headers=self.headers[self.manager],
                query=query,
            )
        )
        if answer is None or answer.status != 200:
            return []
        found = [one for one in answer.json["requests"] if one["request_id"] not in self._met]
        self._met |= {one["request_id"] for one in found}
        return [one for one in found if one.get("assignee") in self.headers]

    async def _see_to(self, one: dict[str, Any], line: Line) -> None:
        for what, form in _STEPS:
            await asyncio.sleep(self.chance.uniform(0.1, 4.0))
            if not await self._step(one["request_id"], one["assignee"], what, form, line):
                return

    async def _step(
        self, request_id: str, by: str, what: str, form: dict[str, str], line: Line
    ) -> bool:
        call = Call(
            path=f"/api/v1/requests/{request_id}/{what}",
            headers={**self.headers[by], "Idempotency-Key": f"chaos-{what}"},
            json=form,
        )
        answer = await line.insist(lambda: call, _PATIENCE)
        if answer is None:
            return False
        if answer.status == 200:
            self.ledger.steps.append(Step(request_id=request_id, what=what, by=by))
            return True
        self.ledger.wrong.append(f"{what} {request_id}: {answer.status} {answer.body[:200]!r}")
        return False
