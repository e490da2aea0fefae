"""Kill processes at random moments, start them again, and start what ended of itself."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

from deploy.local.failure import CannotRun
from deploy.local.services import START_ORDER
from deploy.local.stack import Stack

SERVERS: Final = ("broker", "database")
_QUIET_START: Final = 4.0  # RabbitMQ 3.10 may lose a quorum queue younger than three seconds
_LONGEST_DOWN: Final = 2.0
_TICK: Final = 0.05
_WEIGHTS: Final = {"sandbox": 1, "survey": 2, "intake": 3, "gateway": 2, "router": 4, "notifier": 4}


@dataclass(slots=True, frozen=True, order=True)
class Blow:
    """One process killed ``at`` so many seconds, and left ``down`` for so many."""

    at: float
    name: str
    down: float


def plan(seconds: float, kills: int, servers: Sequence[str], chance: Random) -> list[Blow]:
    """Return ``kills`` blows to services and one to each of ``servers``, spread and jittered."""
    span = seconds - _QUIET_START
    names = chance.choices(list(_WEIGHTS), list(_WEIGHTS.values()), k=kills)
    blows = [
        Blow(_QUIET_START + span * (step + chance.random()) / kills, name, _down(chance))
        for step, name in enumerate(names)
    ]
    share = span / (len(servers) + 1)
    for step, name in enumerate(servers):
        at = _QUIET_START + share * (step + 0.7 + 0.6 * chance.random())
        blows.append(Blow(at, name, _down(chance)))
    return sorted(blows)


def _down(chance: Random) -> float:
    return chance.uniform(0.0, _LONGEST_DOWN)


@dataclass(slots=True)
class Breaker:
    """Carries a plan out; ``fell`` counts the ends that nobody gave, ``last_words`` say why."""

    stack: Stack
    blows: list[Blow]
    kills: Counter[str] = field(default_factory=Counter)
    fell: Counter[str] = field(default_factory=Counter)
    last_words: dict[str, str] = field(default_factory=dict)
    _down: dict[str, float] = field(default_factory=dict)

    def turn(self, at: float) -> None:
        """Do what is due ``at`` so many seconds."""
        while self.blows and self.blows[0].at <= at:
            self._strike(self.blows.pop(0))
        for name in [name for name, until in self._down.items() if until <= at]:
            del self._down[name]
            self._start(name)
        self._revive()

    def until(self, seconds: float, begun: float) -> None:
        """Carry on until ``seconds`` after ``begun``."""
        while (at := time.monotonic() - begun) < seconds:
            self.turn(at)
            time.sleep(_TICK)

    def mend(self, within: float = 90.0) -> None:
        """Start whatever is down and wait until everything is ready."""
        self.blows.clear()
        until = time.monotonic() + within
        self.turn(float("inf"))
        for name in (*SERVERS, *START_ORDER):
            while not self._answers(name):
                self._revive()
                if time.monotonic() > until:
                    raise CannotRun(f"{name} does not come back")
                time.sleep(_TICK)

    def _strike(self, blow: Blow) -> None:
        self.kills[blow.name] += 1
        self._down[blow.name] = blow.at + blow.down
        match blow.name:
            case "broker" if self.stack.broker:
                self.stack.broker.kill()
            case "database" if self.stack.database:
                self.stack.database.kill()
            case name:
                self.stack.services.kill(name)

    def _start(self, name: str) -> None:
        match name:
            case "broker" if self.stack.broker:
                self.stack.broker.start()
            case "database" if self.stack.database:
                self.stack.database.start()
            case _:
                self.stack.services[name].start()

    def _revive(self) -> None:
        for process in self.stack.processes():
            if process.code is not None and process.name not in self._down:
                self.fell[process.name] += 1
                self.last_words[process.name] = f"code {process.code}{process.tail()}"
                self._start(process.name)

    def _answers(self, name: str) -> bool:
        process = next(one for one in self.stack.processes() if one.name == name)
        return process.pid is not None and process.answers()
