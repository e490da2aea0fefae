"""Find every metric that the code defines: its name, kind, labels and meaning."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from deploy.observe.sources import Module

KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "Counter": ("",),
    "Gauge": ("",),
    "Histogram": ("_bucket", "_count", "_sum"),
}


@dataclass(slots=True, frozen=True, kw_only=True)
class Metric:
    """A metric as Prometheus knows it."""

    name: str
    kind: str
    meaning: str
    labels: tuple[str, ...]
    homes: frozenset[str]

    @property
    def series(self) -> tuple[str, ...]:
        """Return the names under which it can be asked for."""
        return tuple(f"{self.name}{suffix}" for suffix in KINDS[self.kind])


def metrics(modules: Iterable[Module]) -> dict[str, Metric]:
    """Return every metric by its name, with who feeds it."""
    modules = list(modules)
    used = [(module, _names(module.tree)) for module in modules]
    found: dict[str, Metric] = {}
    for module in modules:
        for target, (name, meaning, labels, kind) in _made_in(module):
            homes = frozenset(_feeding(target, module, used))
            found[name] = Metric(name=name, kind=kind, meaning=meaning, labels=labels, homes=homes)
    return dict(sorted(found.items()))


def _made_in(module: Module) -> Iterator[tuple[str, tuple[str, str, tuple[str, ...], str]]]:
    """Yield what a module's metrics are bound to; the standard library's ``Counter()`` is none."""
    for node in module.tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call):
            kind, told = _kind(node.value), node.value.args
            if kind in KINDS and told:
                name, meaning, labels = (*map(ast.literal_eval, told), ())[:3]
                yield ast.unparse(node.target), (name, meaning, tuple(labels), kind)


def _kind(made: ast.Call) -> str:
    return made.func.id if isinstance(made.func, ast.Name) else ""


def _feeding(
    name: str, where: Module, used: Iterable[tuple[Module, frozenset[str]]]
) -> Iterator[str]:
    """Yield who uses a metric; functions beside it that feed it are looked through."""
    names = {name} | {
        node.name
        for node in where.tree.body
        if isinstance(node, ast.FunctionDef) and name in _names(node)
    }
    for module, its_names in used:
        if module.name != where.name and names & its_names:
            yield module.home


def _names(tree: ast.AST) -> frozenset[str]:
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
