"""Run it: load, kill, mend, let it settle, count."""

import asyncio
import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final
from unittest.mock import patch

from deploy.local.ports import free_ports
from deploy.local.stack import Stack
from shared.contracts.words import Role
from tests.chaos.breaker import SERVERS, Breaker, plan
from tests.chaos.count import Outcome, Seen, count
from tests.chaos.crowd import Crowd
from tests.chaos.doors import Doors
from tests.chaos.estate import Estate, read_estate
from tests.chaos.hands import Hands
from tests.chaos.ledger import Ledger
from tests.chaos.looking import Look
from tests.chaos.net import Net, behind_proxies
from tests.chaos.people import headers_of
from tests.support.installation import load_estate
from tests.support.platform import Platform

# Nobody opens the app meanwhile: who reads a message there before its push has gone gets none.
# Receipts come later than a lease ends, so that they cannot hide what was not recorded.
_RECEIPTS: Final = {
    "RECEIPTS_FOR": '["app", "sms", "wechat"]',
    "RECEIPT_DELAY_MS": "12000",
}
_PROGRESS_EVERY: Final = 5.0
_SETTLES_WITHIN: Final = 420.0
_STILL: Final = 5
_LAST_ANSWERS: Final = 90.0
Say = Callable[[str], None]


@dataclass(slots=True, frozen=True, kw_only=True)
class Terms:
    """What is done to the system, and how fast people ask; ``seed`` makes the same plan again."""

    seconds: float
    kills: int
    seed: int
    rate: float = 10.0
    servers: tuple[str, ...] = SERVERS
    faults: bool = False


@dataclass(slots=True, frozen=True, kw_only=True)
class Report:
    """What came of it."""

    terms: Terms
    outcome: Outcome
    ledger: Ledger
    kills: dict[str, int]
    fell: dict[str, int]
    faults: dict[str, int]
    settled: float | None

    @property
    def is_right(self) -> bool:
        """Tell whether nothing is off and nothing is under way any more."""
        return self.outcome.is_right and self.settled is not None


def run(terms: Terms, folder: Path, say: Say) -> Report:
    """Start an installation of its own in ``folder`` and see it through; main thread only."""
    with ExitStack() as undone, patch.dict(os.environ, _RECEIPTS):
        stack = Stack(folder, free_ports(), {})
        net = behind_proxies(stack, Random(terms.seed)) if terms.faults else None
        if net:
            undone.enter_context(net.up())
        undone.callback(stack.stop)
        stack.start()
        load_estate(stack)
        return _Run(terms, stack, net, say).whole()


class _Run:
    def __init__(self, terms: Terms, stack: Stack, net: Net | None, say: Say) -> None:
        self._terms = terms
        self._net = net
        self._say = say
        self._estate = read_estate()
        self._headers = headers = headers_of(self._estate, stack.place.keys)
        self._look = Look(stack.place, headers[_one(self._estate, Role.MANAGER)])
        self._ledger = Ledger()
        chance = Random(terms.seed)
        self._breaker = Breaker(stack, plan(terms.seconds, terms.kills, terms.servers, chance))
        self._crowd = self._gathered(stack, headers, chance)

    def _gathered(self, stack: Stack, headers: dict[str, dict[str, str]], chance: Random) -> Crowd:
        estate, ledger = self._estate, self._ledger
        clerks = tuple(one.id for one in estate.staff if one.role is Role.CLERK)
        platform = Platform(stack.place.keys)
        return Crowd(
            gateway=stack.place.url("gateway"),
            doors=Doors(estate.residents, clerks, headers, platform, chance),
            ledger=ledger,
            rate=self._terms.rate,
            chance=chance,
            hands=Hands(
                headers=headers,
                manager=_one(estate, Role.MANAGER),
                ledger=ledger,
                chance=chance,
            ),
        )

    def whole(self) -> Report:
        """See it through from the first request to the count."""
        asyncio.run(self._settled("the estate is known"))
        self._crowd.start()
        try:
            self._break()
            self._breaker.mend()
        finally:
            self._crowd.go_home(_LAST_ANSWERS)
        settled = asyncio.run(self._settled("all is quiet"))
        outcome = asyncio.run(self._counted())
        return Report(
            terms=self._terms,
            outcome=outcome,
            ledger=self._ledger,
            kills=dict(self._breaker.kills),
            fell=dict(self._breaker.fell),
            faults=dict(self._net.done) if self._net else {},
            settled=settled,
        )

    def _break(self) -> None:
        begun, at = time.monotonic(), 0.0
        if self._net:
            self._net.spoil()
        while at < self._terms.seconds and not self._crowd.failed:
            at = min(at + _PROGRESS_EVERY, self._terms.seconds)
            self._breaker.until(at, begun)
            self._say(f"{at:4.0f} s  {self._standing()}")
        for name, words in self._breaker.last_words.items():
            self._say(f"{name} ended of itself, last with {words}")
        if self._net:
            self._net.heal()

    def _standing(self) -> str:
        ledger, breaker = self._ledger, self._breaker
        return (
            f"{len(ledger.asked):5} asked  {len(ledger.acknowledged):5} acknowledged  "
            f"{len(ledger.steps):4} steps  {ledger.repeats:4} repeats  "
            f"{breaker.kills.total():3} kills"
        )

    async def _settled(self, what: str) -> float | None:
        begun, still = time.monotonic(), 0
        while (seconds := time.monotonic() - begun) < _SETTLES_WITHIN:
            waiting = await self._look.waiting()
            still = 0 if waiting else still + 1
            if still == _STILL:
                self._say(f"{what}, after {seconds:.0f} s")
                return seconds
            if still == 0 and int(seconds) % 10 == 0:
                self._say(f"under way: {', '.join(f'{k} {v}' for k, v in waiting.items())}")
            await asyncio.sleep(1.0)
        self._say(f"not within {_SETTLES_WITHIN:.0f} s: {what}")
        return None

    async def _counted(self) -> Outcome:
        seen = Seen(
            requests=await self._look.requests(),
            sent=await self._look.sent(),
            inboxes={
                one.id: await self._look.inbox(self._headers[one.id])
                for one in self._estate.residents
                if one.reads_app
            },
            dead=await self._look.dead(),
        )
        return count(self._ledger, seen, self._estate.addresses)


def _one(estate: Estate, role: Role) -> str:
    return next(one.id for one in estate.staff if one.role is role)
