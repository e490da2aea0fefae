"""Files and functions stay small enough to be read in one sitting."""

import ast
import io
import tokenize
from statistics import mean
from typing import Final

from tests.architecture.sources import (
    EVERYTHING,
    PRODUCT,
    Function,
    Source,
    docstring_lines,
    sources,
)

FILE_LINES: Final = 250
FUNCTION_LINES: Final = 30
AVERAGE_FUNCTION_LINES: Final = 10
SHARED_STATEMENTS: Final = 1500
COMMENTS_IN_100_LINES: Final = 3
COMMANDS: Final = frozenset(
    f"shared/runtime/logs/{name}.py" for name in ("__main__", "lines", "showing", "story")
)
EXTRA: Final = frozenset({"shared/runtime/spans.py"})


def test_no_file_passes_250_lines() -> None:
    long = {one.name: n for one in sources(*EVERYTHING) if (n := _lines(one.text)) > FILE_LINES}
    assert not long


def test_no_function_passes_30_lines() -> None:
    long = {name: lines for name, lines in _function_lines().items() if lines > FUNCTION_LINES}
    assert not long


def test_functions_have_fewer_than_10_lines_on_average() -> None:
    assert mean(_function_lines().values()) < AVERAGE_FUNCTION_LINES


def test_shared_keeps_its_budget_of_1500_statements() -> None:
    spent = {one.name: _statements(one.tree) for one in sources("shared") if _is_run(one)}
    assert sum(spent.values()) <= SHARED_STATEMENTS, spent


def test_no_service_runs_what_is_left_out_of_the_budget_as_a_command() -> None:
    modules = {name.removesuffix(".py").replace("/", ".") for name in COMMANDS}
    running = [one for one in sources("shared", "services") if one.name not in COMMANDS]
    assert not {one.name: used for one in running if (used := _imported(one.tree) & modules)}


def test_comments_are_few() -> None:
    lines = sum(_lines(one.text) for one in sources(*PRODUCT))
    comments = sum(_comments(one.text) for one in sources(*PRODUCT))
    assert comments * 100 < COMMENTS_IN_100_LINES * lines


def _is_fields(source: Source) -> bool:
    """Tell a file of ``contracts`` that only lists what messages carry: nothing in it is done."""
    return source.name.startswith("shared/contracts/") and not any(source.functions)


def _is_run(source: Source) -> bool:
    """Tell what every service runs from a person's commands, the extra, and mere fields."""
    return source.name not in COMMANDS | EXTRA and not _is_fields(source)


def _imported(tree: ast.Module) -> set[str]:
    nodes = list(ast.walk(tree))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    froms = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    names |= {f"{node.module}.{alias.name}" for node in froms for alias in node.names}
    return names | {str(node.module) for node in froms}


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


def _statements(tree: ast.Module) -> int:
    """Count what is written, however the formatter wraps it; docstrings and imports aside."""
    return sum(
        isinstance(node, ast.stmt)
        and not isinstance(node, ast.Import | ast.ImportFrom)
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        for node in ast.walk(tree)
    )


def _comments(text: str) -> int:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return sum(token.type == tokenize.COMMENT for token in tokens)
