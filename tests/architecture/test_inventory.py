"""What shared offers is listed where people look before they write a helper."""

import ast
import re

from tests.architecture.sources import ROOT, Source, sources


def test_every_public_name_of_shared_is_listed_in_its_docstring() -> None:
    listed = set(re.findall(r"\w+", _inventory()))
    missing = {
        one.name: absent
        for one in sources("shared")
        if (absent := [name for name in one.public_names if name not in listed])
    }
    assert not missing


def test_every_module_that_the_docstring_lists_is_there() -> None:
    named = set(re.findall(r"shared\.(?:\w+\.)*\w+", _inventory()))
    there = {_module(one) for one in sources("shared")}
    assert not {name for name in named if name not in there}


def _inventory() -> str:
    text = (ROOT / "shared" / "__init__.py").read_text()
    return ast.get_docstring(ast.parse(text)) or ""


def _module(source: Source) -> str:
    return source.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
