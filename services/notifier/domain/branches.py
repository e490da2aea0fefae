"""Open every branch of a template, so that what no sample comes by is looked at as well."""

from collections.abc import Iterable, Iterator
from typing import Final

from jinja2 import Template, nodes
from jinja2.sandbox import SandboxedEnvironment

_ASKING: Final = frozenset({"defined", "undefined"})


def in_the_open(environment: SandboxedEnvironment, text: str) -> Template:
    """Return a template that asks for all that ``text`` may ask for, and for nothing else.

    No condition holds anything back and no filter is used: filled with an event that has
    everything, it fails by ``UndefinedError`` alone, for what there never is.
    """
    parsed = environment.parse(text)
    bare = nodes.Template(list(_opened(parsed.body)), lineno=1)
    bare.set_environment(environment)
    code = environment.compile(bare)
    return environment.template_class.from_code(environment, code, environment.globals)


def _opened(body: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    for node in body:
        if isinstance(node, nodes.If):
            yield _asked(node.test)
            yield from _opened((*node.body, *node.elif_, *node.else_))
        elif isinstance(node, nodes.For):
            yield _each(node)
            yield from _opened(node.else_)
        else:
            yield _asked(node) if isinstance(node, nodes.Output) else node


def _each(node: nodes.For) -> nodes.For:
    test = [_asked(node.test)] if node.test else []
    body = [*test, *_opened(node.body)]
    return nodes.For(node.target, node.iter, body, [], None, False, lineno=node.lineno)


def _asked(node: nodes.Node) -> nodes.Output:
    return nodes.Output(list(_paths(node)), lineno=node.lineno)


def _paths(node: nodes.Node) -> Iterator[nodes.Expr]:
    """Yield what is asked for, whole paths at a time; not what may be missing by its own word."""
    if isinstance(node, nodes.Getattr | nodes.Getitem):
        yield node
        return
    if isinstance(node, nodes.Test) and node.name in _ASKING:
        return
    if not (isinstance(node, nodes.Filter) and node.name == "default"):
        for part in node.iter_child_nodes():
            yield from _paths(part)
