"""Put an event into words, in the estate's own texts where it has any."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Final

from jinja2 import StrictUndefined, Template
from jinja2.filters import FILTERS
from jinja2.sandbox import SandboxedEnvironment

from services.notifier.domain import checking
from services.notifier.domain.branches import in_the_open
from services.notifier.domain.contact import CHINESE
from services.notifier.domain.digest import SEVERAL
from services.notifier.domain.samples import samples_of
from services.notifier.domain.subject import subject_of
from services.notifier.domain.tellings import TELLINGS
from services.notifier.domain.texts import STANDINGS, TEXTS, WORDS
from services.notifier.domain.texts_english import ENGLISH
from shared.contracts.event import Event
from shared.contracts.notices import NoticePublished
from shared.contracts.requests import RequestResolved

BadTemplate = checking.BadTemplate
BESIDES: Final[Mapping[str, type[Event]]] = {
    "phone.resolved": RequestResolved,
    "owner.notice": NoticePublished,
}
CODE: Final = "owner.code"
SAMPLE_CODE: Final[Mapping[str, object]] = {"code": "204816", "minutes": 5}
_LENT: Final = ("join", "length", "default", "first", "last")
_BRIEF: Final = 60


class Words:
    """Renders texts in the estate's time zone; building it checks every template."""

    def __init__(
        self, zone: tzinfo, public_url: str = "", texts: Mapping[str, str] = TEXTS
    ) -> None:
        self._zone = zone
        self._public_url = public_url.rstrip("/")
        # Plain text goes out, no HTML: escaping would disfigure it.
        self._environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
        self._environment.filters = {name: FILTERS[name] for name in _LENT}
        self._environment.filters.update(
            moment=self._moment,
            when=self._when,
            day=_day,
            word=_word,
            standing=_standing,
            brief=_brief,
        )
        self._known: dict[str, Template] = {}
        self._texts: Mapping[str, str] = {**texts, **ENGLISH}
        for name, text in {**dict.fromkeys(_named(), ""), **self._texts}.items():
            self.check(name, text)

    def under(self, texts: Mapping[str, str]) -> "Words":
        """Return what says it in these texts, where there are any, and else in ours."""
        if not texts:
            return self
        own = object.__new__(Words)
        own.__dict__.update(self.__dict__, _texts={**self._texts, **texts})
        return own

    def check(self, name: str, text: str) -> Sequence[str]:
        """Return how it reads with samples; raises ``BadTemplate`` for what would fail later."""
        if name == CODE:
            checking.check(self._environment, name, text, None)
            with checking.naming(name, None):
                return (self._template(text).render(**SAMPLE_CODE),)
        said = []
        for kind in kinds_of(name):
            checking.check(self._environment, name, text, kind)
            whole, bare = samples_of(kind)
            with checking.naming(name, kind), checking.lacking(name, kind):
                self._fill(in_the_open(self._environment, text), whole)
            with checking.naming(name, kind):
                said += [self._render(text, sample) for sample in (whole, bare)]
        return said

    def tell(self, template: str, event: Event, page: str = "", language: str = "zh") -> str:
        """Return the text for ``event``; ``page`` is the row by which a paged person answers."""
        name = f"{template}@{language}"
        return self._render(self._texts.get(name) or self._texts[template], event, page)

    def elsewhere(
        self, template: str, event: Event, page: str, language: str
    ) -> Mapping[str, tuple[str, ...]]:
        """Return the text for ``event`` in the other languages that there are of it."""
        found = (one for one in SEVERAL if one == CHINESE or f"{template}@{one}" in self._texts)
        return {one: (self.tell(template, event, page, one),) for one in found if one != language}

    def text(self, name: str) -> str:
        """Return a template as it stands."""
        return self._texts[name]

    def fields(self, event: Event) -> Mapping[str, str]:
        """Return what a provider's own template may ask for, besides the text."""
        request, path = subject_of(event).request, getattr(event, "path", "")
        number = request.number if request else getattr(event, "number", "")
        link = {"link": f"{self._public_url}{path}"} if path else {}
        return {"number": number, **link} if number else link

    def code(self, code: str, minutes: int) -> str:
        """Return the text that carries a log-in code."""
        return self._template(self._texts[CODE]).render(code=code, minutes=minutes)

    def script(self, event: Event) -> str:
        """Return what to say on the phone about a result; empty for other events."""
        return self.tell("phone.resolved", event) if isinstance(event, RequestResolved) else ""

    def _render(self, text: str, event: Event, page: str = "") -> str:
        return self._fill(self._template(text), event, page)

    def _fill(self, template: Template, event: Event, page: str = "") -> str:
        path = f"/console#page={page}" if page else getattr(event, "path", "")
        link = f"{self._public_url}{path}"
        request = subject_of(event).request
        return template.render(event=event, request=request, link=link)

    def _template(self, text: str) -> Template:
        if text not in self._known:
            self._known[text] = self._environment.from_string(text)
        return self._known[text]

    def _moment(self, at: datetime) -> str:
        local = at.astimezone(self._zone)
        return f"{local.month}月{local.day}日{local:%H:%M}"

    def _when(self, at: datetime) -> str:
        return f"{at.astimezone(self._zone):%d %b %H:%M}"


def kinds_of(name: str) -> tuple[type[Event], ...]:
    """Return the events that a template is for; none that is not known."""
    name = name.partition("@")[0]
    if name in BESIDES:
        return (BESIDES[name],)
    return tuple(
        kind for kind, rows in TELLINGS.items() if any(row.template == name for row in rows)
    )


def _named() -> set[str]:
    return {row.template for rows in TELLINGS.values() for row in rows} | {*BESIDES, CODE}


def _word(term: str) -> str:
    return WORDS.get(term, term)


def _standing(state: str) -> str:
    return STANDINGS.get(state, state)


def _day(at: date) -> str:
    return f"{at.month}月{at.day}日"


def _brief(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _BRIEF else f"{flat[: _BRIEF - 1]}…"
