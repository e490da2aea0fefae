"""Other distributions install packages called ``shared`` and ``services``; ours are imported."""

import importlib
from pathlib import Path

import pytest

from tests.architecture.sources import EVERYTHING, ROOT


@pytest.mark.parametrize("name", EVERYTHING)
def test_the_top_level_package_is_ours(name: str) -> None:
    package = importlib.import_module(name)
    assert [Path(path).resolve() for path in package.__path__] == [ROOT / name]


@pytest.mark.parametrize("name", EVERYTHING)
def test_the_top_level_package_cannot_be_hidden_by_another(name: str) -> None:
    assert (ROOT / name / "__init__.py").is_file()
