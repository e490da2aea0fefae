"""Find and read our own source files."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PRODUCT: Final = ("shared", "services", "deploy")
EVERYTHING: Final = (*PRODUCT, "tests")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One Python file of ours."""

    path: Path

    @property
    def name(self) -> str:
        """Return the path as it is written from the project's root."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        """Return what is in it."""
        return self.path.read_text()

    @cached_property
    def tree(self) -> ast.Module:
        """Return it parsed."""
        return ast.parse(self.text)

    @property
    def functions(self) -> Iterator[Function]:
        """Yield every function and method in it."""
        for node in ast.walk(self.tree):
            if isinstance(node, Function):
                yield node

    @property
    def public_names(self) -> Iterator[str]:
        """Yield the names that this file defines at its top and that do not begin with ``_``."""
        for node in self.tree.body:
            for name in _defined(node):
                if not name.startswith("_"):
                    yield name


@cache
def sources(*packages: str) -> tuple[Source, ...]:
    """Return every Python file of ``packages``, in order."""
    paths = (path for package in packages for path in (ROOT / package).rglob("*.py"))
    return tuple(Source(path) for path in sorted(paths))


def docstring_lines(node: ast.Module | ast.ClassDef | Function) -> int:
    """Return how many lines the docstring of ``node`` takes."""
    first = node.body[0] if node.body else None
    if ast.get_docstring(node) is None or first is None:
        return 0
    return (first.end_lineno or first.lineno) - first.lineno + 1


def _defined(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, Function | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id
