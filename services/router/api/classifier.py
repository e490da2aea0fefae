"""Show how well the classifier does, which model speaks, and go back to the one before."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from aiohttp import web

from services.router.domain.classify.trial import Exam
from services.router.domain.corrections import Accuracy, accuracy
from services.router.domain.model_book import SHIPPED, Learnt, ModelBook
from services.router.handlers import learning
from services.router.ports import Models
from shared.contracts.words import Role
from shared.kernel.errors import Invalid, Seen
from shared.web.audit import note
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Form, Routes, Sometime, View, cause_of, operation

routes: Final = Routes()
MODELS: Final[web.AppKey[Models]] = web.AppKey("models")
MANAGERS: Final = frozenset({Role.MANAGER, Role.ADMIN})
USUAL: Final = timedelta(days=30)
LONGEST: Final = timedelta(days=366)
SHOWN: Final = 20


class Period(Form):
    """Requests submitted from when until when; left out, the last thirty days."""

    since: Sometime | None = None
    until: Sometime | None = None


class AccuracyView(View):
    """Of the answers that people have looked at, how many stood."""

    confirmed: int
    category_right: int
    urgency_right: int
    both_right: int


class FiguresView(View):
    """How well a model did on the messages that were held out."""

    category_f1: float
    urgency_f1: float
    urgent_recall: float
    messages: int


class ExamView(View):
    """How many of the corrections that were held out were answered as people did."""

    category: int
    urgency: int
    urgent_missed: int
    messages: int


class ModelView(View):
    """A model that was learnt; ``without`` are the figures without the corrections.

    ``exam`` is on corrections held out, ``active`` the same of the model that spoke until then.
    """

    fingerprint: str
    made_at: datetime
    samples: int
    corrections: int
    figures: FiguresView
    without: FiguresView
    exam: ExamView | None
    active: ExamView | None


class ClassifierView(View):
    """Which model speaks, since when and by whom, and the newest that were learnt."""

    active: str
    changed_by: str | None
    changed_at: datetime | None
    can_roll_back: bool
    models: list[ModelView]


class ClassifierReport(ClassifierView):
    """The same, with how its answers have stood in a period."""

    since: datetime
    until: datetime
    accuracy: AccuracyView


@routes.get("/api/v1/classifier")
@operation(roles=MANAGERS)
async def show(request: web.Request, who: Principal, query: Period) -> ClassifierReport:
    """Show how often the classifier was right, and its models."""
    models = request.app[MODELS]
    until = query.until or cause_of(request, who).at
    since = query.since or until - USUAL
    if not timedelta() < until - since <= LONGEST:
        raise Invalid("时间段要从早到晚，最长一年", (("since", "请修改"),))
    found = accuracy(await models.judged(who.estate, since, until))
    book = await models.current(who.estate)
    return ClassifierReport(
        **dict(_view(book)), since=since, until=until, accuracy=_accuracy(found)
    )


@routes.post("/api/v1/classifier/rollback")
@operation(roles=MANAGERS, headers=REPEATABLE)
async def roll_back(request: web.Request, who: Principal) -> ClassifierView:
    """Let the model before speak again; every router follows within seconds."""
    models, cause = request.app[MODELS], cause_of(request, who)
    with suppress(Seen):
        book = await learning.roll_back(who.id, models.books(cause), cause)
        await note(request, who, "classifier.roll-back", active=book.active)
        return _view(book)
    return _view(await models.current(who.estate))


def _view(book: ModelBook | None) -> ClassifierView:
    if book is None:
        return ClassifierView(
            active=SHIPPED, changed_by=None, changed_at=None, can_roll_back=False, models=[]
        )
    return ClassifierView(
        active=book.active,
        changed_by=book.changed_by,
        changed_at=book.changed_at,
        can_roll_back=bool(book.before),
        models=_models(book.models[: -SHOWN - 1 : -1]),
    )


def _models(learnt: Sequence[Learnt]) -> list[ModelView]:
    return [
        ModelView(
            fingerprint=one.fingerprint,
            made_at=one.made_at,
            samples=one.samples,
            corrections=one.corrections,
            figures=FiguresView.model_validate(one.figures, from_attributes=True),
            without=FiguresView.model_validate(one.without, from_attributes=True),
            exam=_exam(one.exam),
            active=_exam(one.active),
        )
        for one in learnt
    ]


def _exam(exam: Exam | None) -> ExamView | None:
    return ExamView.model_validate(exam, from_attributes=True) if exam else None


def _accuracy(found: Accuracy) -> AccuracyView:
    return AccuracyView(
        confirmed=found.confirmed,
        category_right=found.category,
        urgency_right=found.urgency,
        both_right=found.both,
    )
