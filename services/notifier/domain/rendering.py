"""Put an event into words; a template that could fail is found before anything is sent."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import ClassVar, Final

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import SandboxedEnvironment

from services.notifier.domain.tellings import TELLINGS, subject_of
from services.notifier.domain.texts import TEXTS, WORDS
from shared.contracts.event import Event
from shared.contracts.requests import RequestFacts, RequestResolved
from shared.kernel.errors import Refused

KNOWN: Final = frozenset({"event", "request", "link"})
_BRIEF: Final = 60


class BadTemplate(Refused):
    """A template does not parse, is missing, or asks for what its event does not have."""

    slug: ClassVar[str] = "bad-template"


class Words:
    """Renders texts in the estate's time zone; building it checks every template."""

    def __init__(
        self, zone: tzinfo, public_url: str = "", texts: Mapping[str, str] = TEXTS
    ) -> None:
        self._zone = zone
        self._public_url = public_url.rstrip("/")
        # Plain text goes out, no HTML: escaping would disfigure it.
        self._environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
        self._environment.filters.update(moment=self._moment, word=_word, brief=_brief)
        _check(self._environment, texts)
        self._templates: dict[str, Template] = {
            name: self._environment.from_string(text) for name, text in texts.items()
        }

    def tell(self, template: str, event: Event) -> str:
        """Return the text for ``event``."""
        link = f"{self._public_url}{getattr(event, 'path', '')}"
        request = subject_of(event).request
        return self._templates[template].render(event=event, request=request, link=link)

    def code(self, code: str, minutes: int) -> str:
        """Return the text that carries a log-in code."""
        return self._templates["owner.code"].render(code=code, minutes=minutes)

    def script(self, event: Event) -> str:
        """Return what to say on the phone about a result; empty for other events."""
        return self.tell("phone.resolved", event) if isinstance(event, RequestResolved) else ""

    def _moment(self, at: datetime) -> str:
        local = at.astimezone(self._zone)
        return f"{local.month}月{local.day}日{local:%H:%M}"


def _word(term: str) -> str:
    return WORDS[term]


def _brief(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _BRIEF else f"{flat[: _BRIEF - 1]}…"


def _check(environment: SandboxedEnvironment, texts: Mapping[str, str]) -> None:
    for kind, tellings in TELLINGS.items():
        for telling in tellings:
            _check_one(environment, texts, telling.template, kind)
    _check_one(environment, texts, "phone.resolved", RequestResolved)


def _check_one(
    environment: SandboxedEnvironment, texts: Mapping[str, str], name: str, kind: type[Event]
) -> None:
    try:
        tree = environment.parse(texts[name])
    except (KeyError, TemplateSyntaxError) as error:
        raise BadTemplate(f"模板 {name} 缺失或有语法错误:{error}") from error
    asked = meta.find_undeclared_variables(tree) - KNOWN
    for owner, fields in (("event", kind.model_fields), ("request", RequestFacts.model_fields)):
        asked |= {f"{owner}.{field}" for field in _asked(tree, owner) if field not in fields}
    if asked:
        raise BadTemplate(f"模板 {name}({kind.type})用了没有的内容:{'、'.join(sorted(asked))}")


def _asked(tree: nodes.Template, owner: str) -> set[str]:
    return {
        found.attr
        for found in tree.find_all(nodes.Getattr)
        if isinstance(found.node, nodes.Name) and found.node.name == owner
    }
