"""Let managers write the estate's own texts, look at them first, and go back to older ones."""

from contextlib import suppress
from datetime import datetime
from typing import Annotated, Final

from aiohttp import web
from pydantic import Field, StringConstraints

from services.notifier.api.door import work_in, work_of
from services.notifier.domain.rendering import CODE, kinds_of
from services.notifier.domain.sms import Sms, measured
from services.notifier.domain.template import Template
from services.notifier.domain.texts import TEXTS
from services.notifier.domain.texts_english import ENGLISH
from services.notifier.handlers import writing
from services.notifier.handlers.composing import worded
from services.notifier.ports import Work
from shared.contracts.words import Role
from shared.kernel.errors import Missing, Seen
from shared.kernel.ids import new_id
from shared.web.audit import note as audit
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Form, Routes, View, operation

routes: Final = Routes()
MANAGERS: Final = frozenset({Role.MANAGER, Role.ADMIN})
NAMES: Final = (*TEXTS, *ENGLISH)
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class NoTemplate(Missing):
    """There is no text of that name."""

    slug = "no-such-template"

    def __init__(self) -> None:
        super().__init__("没有这个模板，请从模板列表里选择。")


class TextForm(Form):
    """A new text, and why it is changed."""

    text: Text
    note: Annotated[str, StringConstraints(max_length=200)] = ""


class PreviewForm(Form):
    """A text to look at; what is sent now if none is given."""

    text: Text | None = None


class BackForm(Form):
    """The version to go back to; 0 is the built-in text."""

    version: Annotated[int, Field(ge=0)]


class SampleView(View):
    """A text filled with a sample, and as an SMS with its signature."""

    text: str
    length: int
    parts: int


class VersionView(View):
    """A version of the estate's own."""

    version: int
    text: str
    by: str
    at: datetime
    note: str


class TemplateLine(View):
    """A text as it is sent now; ``version`` 0 is the built-in one."""

    name: str
    events: tuple[str, ...]
    text: str


class TemplatesView(View):
    """Every text that there is."""

    signature: str
    templates: tuple[TemplateLine, ...]


class TemplateView(TemplateLine):
    """A text with its versions and samples."""

    version: int
    versions: tuple[VersionView, ...]
    samples: tuple[SampleView, ...]


class PreviewView(View):
    """How a text reads: with everything filled, and with no more than there must be."""

    samples: tuple[SampleView, ...]


@routes.get("/api/v1/templates")
@operation(roles=MANAGERS)
async def show_all(request: web.Request, who: Principal) -> TemplatesView:
    """Show every text as it is sent now."""
    work = await worded(work_of(request, who))
    lines = tuple(
        TemplateLine(name=name, events=_events(name), text=work.world.words.text(name))
        for name in NAMES
    )
    return TemplatesView(signature=work.world.signature, templates=lines)


@routes.get("/api/v1/templates/{name}")
@operation(roles=MANAGERS)
async def show(request: web.Request, who: Principal, name: str) -> TemplateView:
    """Show a text, its versions, and how it reads."""
    return await _view(name, _fresh(request, who))


@routes.put("/api/v1/templates/{name}")
@operation(roles=MANAGERS, headers=REPEATABLE)
async def write(request: web.Request, who: Principal, name: str, form: TextForm) -> TemplateView:
    """Send another text from now on; what could fail when it is sent is refused now."""
    _known(name)
    with suppress(Seen):
        await writing.write_template(name, form.text, who.id, form.note, work_of(request, who))
        await audit(request, who, "template.written", name)
    return await _view(name, _fresh(request, who))


@routes.post("/api/v1/templates/{name}/preview")
@operation(roles=MANAGERS)
async def preview(
    request: web.Request, who: Principal, name: str, form: PreviewForm
) -> PreviewView:
    """Show how a text would read, and its length as an SMS; nothing is changed."""
    _known(name)
    work = work_of(request, who)
    text = form.text or await writing.as_it_stands(name, work)
    return PreviewView(samples=_samples(await writing.try_out(name, text, work)))


@routes.post("/api/v1/templates/{name}/rollback")
@operation(roles=MANAGERS, headers=REPEATABLE)
async def roll_back(
    request: web.Request, who: Principal, name: str, form: BackForm
) -> TemplateView:
    """Go back to an older version, or to the built-in text."""
    _known(name)
    with suppress(Seen):
        await writing.roll_back(name, form.version, work_of(request, who))
        await audit(request, who, "template.rolled-back", name)
    return await _view(name, _fresh(request, who))


def _fresh(request: web.Request, who: Principal) -> Work:
    return work_in(request, new_id(), who.estate)


def _known(name: str) -> None:
    if name not in NAMES:
        raise NoTemplate


def _events(name: str) -> tuple[str, ...]:
    return ("login-code",) if name == CODE else tuple(kind.type for kind in kinds_of(name))


async def _view(name: str, work: Work) -> TemplateView:
    _known(name)
    kept, text = await writing.template(name, work), await writing.as_it_stands(name, work)
    said = work.world.words.check(name, text)
    return TemplateView(
        name=name,
        events=_events(name),
        text=text,
        version=kept.current,
        versions=_versions(kept),
        samples=_samples(tuple((one, measured(one, work.world.signature)) for one in said)),
    )


def _versions(kept: Template) -> tuple[VersionView, ...]:
    return tuple(
        VersionView(version=one.number, text=one.text, by=one.by, at=one.at, note=one.note)
        for one in kept.versions
    )


def _samples(said: tuple[tuple[str, Sms], ...]) -> tuple[SampleView, ...]:
    return tuple(SampleView(text=text, length=sms.length, parts=sms.parts) for text, sms in said)
