"""Find what is wrong with a template when it is saved, not when it is sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar, Final

from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError, meta, nodes
from jinja2.sandbox import SandboxedEnvironment

from shared.contracts.event import Event
from shared.contracts.requests import RequestFacts
from shared.kernel.errors import Refused

KNOWN: Final = frozenset({"event", "request", "link"})
IN_CODE: Final = frozenset({"code", "minutes"})
_NO_PLACE_HERE: Final = (
    nodes.Call,
    nodes.Mul,
    nodes.Mod,
    nodes.Pow,
    nodes.Import,
    nodes.FromImport,
    nodes.Include,
    nodes.Extends,
    nodes.Macro,
    nodes.CallBlock,
)


class BadTemplate(Refused):
    """A template does not parse, is missing, or asks for what its event does not have."""

    slug: ClassVar[str] = "bad-template"


def check(
    environment: SandboxedEnvironment, name: str, text: str, kind: type[Event] | None
) -> None:
    """Raise ``BadTemplate`` for what an event of ``kind`` cannot fill; None is a log-in code."""
    tree = _parsed(environment, name, text)
    if next(tree.find_all(_NO_PLACE_HERE), None):
        raise BadTemplate(
            f"模板 {name} 里不能调用函数、引用别的模板、做乘法或取余，请只填内容和条件。"
        )
    asked = meta.find_undeclared_variables(tree) - (KNOWN if kind else IN_CODE)
    fields = kind.model_fields if kind else {}
    for owner, there in (("event", fields), ("request", RequestFacts.model_fields)):
        asked |= {f"{owner}.{field}" for field in _asked(tree, owner) if field not in there}
    if asked:
        missing = "、".join(sorted(asked))
        raise BadTemplate(f"模板 {name}({_about(kind)})用了没有的内容：{missing}。请改掉后再保存。")


@contextmanager
def lacking(name: str, kind: type[Event]) -> Iterator[None]:
    """Turn what no event of ``kind`` has into ``BadTemplate``; other failures say nothing here."""
    try:
        yield
    except UndefinedError as error:
        raise BadTemplate(
            f"模板 {name}({kind.type})在有的情况下会用到没有的内容：{error}。请改掉后再保存。"
        ) from error


@contextmanager
def naming(name: str, kind: type[Event] | None) -> Iterator[None]:
    """Turn a failure to fill a template with a sample into ``BadTemplate``; None is a code."""
    try:
        yield
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise BadTemplate(
            f"模板 {name}({_about(kind)})填不出来：{error}。可缺的内容请用 if 判断后再写。"
        ) from error
    except AttributeError as error:
        raise BadTemplate(
            f"模板 {name}({_about(kind)})对没有的内容用了过滤器，请先用 if 判断。"
        ) from error


def _about(kind: type[Event] | None) -> str:
    return kind.type if kind else "login-code"


def _parsed(environment: SandboxedEnvironment, name: str, text: str) -> nodes.Template:
    if not text.strip():
        raise BadTemplate(f"模板 {name} 是空的，请写上内容。")
    try:
        tree = environment.parse(text)
        # Compiling reckons constants out: not before it is known that none is a whole book.
        if not next(tree.find_all(_NO_PLACE_HERE), None):
            environment.compile(text)
        return tree
    except TemplateSyntaxError as error:
        raise BadTemplate(f"模板 {name} 有语法错误：{error}。请检查括号和过滤器的名称。") from error


def _asked(tree: nodes.Template, owner: str) -> set[str]:
    return {
        found.attr
        for found in tree.find_all(nodes.Getattr)
        if isinstance(found.node, nodes.Name) and found.node.name == owner
    }
