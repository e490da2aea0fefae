"""Knowing one service is knowing all: the same file names, each saying its duty first."""

import ast
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.sources import PRODUCT, ROOT, Source, sources

REQUIRED: Final = frozenset({"__init__.py", "__main__.py", "app.py", "settings.py"})
OPTIONAL: Final = frozenset({"commands.py", "consumers.py", "jobs.py", "ports.py", "store.py"})
EITHER: Final = frozenset({"api", "handlers", "channels", "domain"})
NOT_PYTHON: Final = frozenset({"web", "templates"})
FORBIDDEN_WORDS: Final = ("Manager", "Helper", "Util", "Processor", "Data")
SERVICES: Final = sorted(path.parent for path in ROOT.glob("services/*/__init__.py"))


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)
def test_every_service_has_the_same_file_names(service: Path) -> None:
    names = {path.name for path in service.iterdir()} - {"__pycache__"}
    allowed = REQUIRED | OPTIONAL | EITHER | NOT_PYTHON | {f"{name}.py" for name in EITHER}
    assert names >= REQUIRED
    assert names <= allowed


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)
def test_folders_that_are_not_python_hold_no_python(service: Path) -> None:
    assert not [path for name in NOT_PYTHON for path in (service / name).rglob("*.py")]


def test_every_file_says_its_duty_in_its_first_line() -> None:
    silent = [one.name for one in sources(*PRODUCT) if not ast.get_docstring(one.tree)]
    assert not silent


def test_no_class_is_called_manager_helper_util_processor_or_data() -> None:
    named = [f"{one.name} {name}" for one in sources(*PRODUCT) for name in _class_names(one)]
    assert not [name for name in named if name.endswith(FORBIDDEN_WORDS)]


def _class_names(source: Source) -> list[str]:
    return [node.name for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef)]
