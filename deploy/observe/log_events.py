"""Find every event that the code logs, by walking the calls of ``log``."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from deploy.observe.sources import Module

LEVELS: Final[Mapping[str, str]] = {
    "debug": "debug",
    "info": "info",
    "warning": "warning",
    "error": "error",
    "exception": "error",
    "critical": "critical",
}
ERRORS: Final = ("error", "at")
_ORDER: Final = tuple(dict.fromkeys(LEVELS.values()))
_EVENT: Final = re.compile(r"[a-z-]+\.[a-z-]+")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


class NotLiteral(ValueError):
    """A log call names its event by something that cannot be read off the code."""


@dataclass(slots=True, frozen=True, kw_only=True)
class LogEvent:
    """An event's name, its levels and keys, and who logs it; ``*`` in a name is filled at work."""

    name: str
    levels: frozenset[str]
    keys: frozenset[str]
    homes: frozenset[str]

    @property
    def level(self) -> str:
        """Return its levels, the least first."""
        return " or ".join(level for level in _ORDER if level in self.levels)

    def beside(self, other: "LogEvent") -> "LogEvent":
        """Return this event as logged here and there."""
        return LogEvent(
            name=self.name,
            levels=self.levels | other.levels,
            keys=self.keys | other.keys,
            homes=self.homes | other.homes,
        )


def events(modules: Iterable[Module]) -> dict[str, LogEvent]:
    """Return every event by its name; raises ``NotLiteral`` for one that cannot be told."""
    found: dict[str, LogEvent] = {}
    for module in modules:
        for event in _events_in(module):
            found[event.name] = event.beside(found.get(event.name, event))
    return dict(sorted(found.items()))


def _events_in(module: Module) -> Iterator[LogEvent]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and (levels := _levels(node, module.tree)):
            yield LogEvent(
                name=_name(node, module),
                levels=levels,
                keys=frozenset(_keys(node, module.tree)),
                homes=frozenset({module.home}),
            )


def _levels(call: ast.Call, tree: ast.Module) -> frozenset[str]:
    if level := _level(call.func):
        return frozenset({level})
    if not isinstance(call.func, ast.Name) or not _is_event(call.args):
        return frozenset()
    chosen = _values(call.func.id, _around(call, tree))
    parts = (node for value in chosen for node in ast.walk(value))
    return frozenset(level for node in parts if (level := _level(node)))


def _level(node: ast.AST) -> str | None:
    """Return the level of ``log.info`` and its kind, None for all else."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return LEVELS.get(node.attr) if node.value.id == "log" else None
    return None


def _is_event(given: list[ast.expr]) -> bool:
    first = given[0] if given else None
    return isinstance(first, ast.Constant) and bool(_EVENT.fullmatch(str(first.value)))


def _name(call: ast.Call, module: Module) -> str:
    first = call.args[0] if call.args else None
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        return first.value
    if isinstance(first, ast.JoinedStr):
        return "".join(str(p.value) if isinstance(p, ast.Constant) else "*" for p in first.values)
    raise NotLiteral(f"{module.name}:{call.lineno}: an event's name must stand in the call")


def _keys(call: ast.Call, tree: ast.Module) -> Iterator[str]:
    failed = isinstance(call.func, ast.Attribute) and call.func.attr == "exception"
    yield from ERRORS if failed else ()
    for given in call.keywords:
        if given.arg == "exc_info":
            yield from ERRORS
        elif given.arg:
            yield given.arg
        else:
            yield from _spread(given.value, call, tree)


def _spread(value: ast.expr, call: ast.Call, tree: ast.Module) -> Iterator[str]:
    """Yield the literal keys of a mapping that is made in the same function or module."""
    named = value.func if isinstance(value, ast.Call) else value
    sources: list[ast.AST] = [value]
    if isinstance(named, ast.Name):
        sources += _values(named.id, _around(call, tree))
        sources += [f for f in ast.walk(tree) if isinstance(f, _Function) and f.name == named.id]
    for node in (node for source in sources for node in ast.walk(source)):
        if isinstance(node, ast.Dict):
            yield from (str(k.value) for k in node.keys if isinstance(k, ast.Constant))


def _around(call: ast.Call, tree: ast.Module) -> ast.AST:
    functions = [node for node in ast.walk(tree) if isinstance(node, _Function)]
    return next((f for f in reversed(functions) if call in ast.walk(f)), tree)


def _values(name: str, within: ast.AST) -> list[ast.expr]:
    return [
        node.value
        for node in ast.walk(within)
        if isinstance(node, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == name for target in node.targets)
    ]
