"""Files and functions stay small enough to be read in one sitting."""

import ast
import io
import tokenize
from statistics import mean
from typing import Final

from tests.architecture.sources import EVERYTHING, PRODUCT, Function, docstring_lines, sources

FILE_LINES: Final = 250
FUNCTION_LINES: Final = 30
AVERAGE_FUNCTION_LINES: Final = 10
SHARED_LINES_OF_CODE: Final = 1500
COMMENTS_IN_100_LINES: Final = 3
_NO_CODE: Final = frozenset(
    {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
)


def test_no_file_passes_250_lines() -> None:
    long = {one.name: n for one in sources(*EVERYTHING) if (n := _lines(one.text)) > FILE_LINES}
    assert not long


def test_no_function_passes_30_lines() -> None:
    long = {name: lines for name, lines in _function_lines().items() if lines > FUNCTION_LINES}
    assert not long


def test_functions_have_fewer_than_10_lines_on_average() -> None:
    assert mean(_function_lines().values()) < AVERAGE_FUNCTION_LINES


def test_shared_keeps_its_budget_of_1500_lines_of_code() -> None:
    spent = {one.name: _lines_of_code(one.text, one.tree) for one in sources("shared")}
    assert sum(spent.values()) <= SHARED_LINES_OF_CODE, spent


def test_comments_are_few() -> None:
    lines = sum(_lines(one.text) for one in sources(*PRODUCT))
    comments = sum(_comments(one.text) for one in sources(*PRODUCT))
    assert comments * 100 < COMMENTS_IN_100_LINES * lines


def _lines(text: str) -> int:
    return len(text.splitlines())


def _function_lines() -> dict[str, int]:
    return {
        f"{one.name}:{function.lineno} {function.name}": _body_lines(function)
        for one in sources(*PRODUCT)
        for function in one.functions
    }


def _body_lines(function: Function) -> int:
    last = function.end_lineno or function.lineno
    return last - function.lineno + 1 - docstring_lines(function)


def _lines_of_code(text: str, tree: ast.Module) -> int:
    code = {
        line
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type not in _NO_CODE
        for line in range(token.start[0], token.end[0] + 1)
        if token.line.strip()
    }
    documented = (
        docstring_lines(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | Function)
    )
    return len(code) - sum(documented)


def _comments(text: str) -> int:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return sum(token.type == tokenize.COMMENT for token in tokens)
