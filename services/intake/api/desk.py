"""The desk as a way in: counter, phone, forum, activity (policy.zh.md 二.1, 三.1 首问负责制)."""

from typing import Annotated, Self

from aiohttp import web
from pydantic import Field, RootModel, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from services.intake.api.context import WORK
from services.intake.api.forms import AttachmentIds, PlaceForm, Short, Taken, Words, key_of
from services.intake.domain.caller import clues
from services.intake.domain.owner import Owner, UnknownOwner, masked
from services.intake.domain.submission import HeardAt, Told, submission_id
from services.intake.handlers import requests
from services.intake.ports import Work
from shared.contracts.event import Place
from shared.contracts.requests import Reporter
from shared.contracts.words import STAFF, Channel, Outlet
from shared.kernel.ids import new_id
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Form, Routes, View, cause_of, operation

routes = Routes()
Phone = Annotated[str, StringConstraints(pattern=r"^\+?[\d -]{5,20}$")]


class Caller(Form):
    """Somebody who is not registered."""

    name: Short
    phone: Phone | None = None
    place: PlaceForm | None = None


class Hear(Form):
    """What a member of staff heard, and from whom: a registered owner or a ``reporter``."""

    text: Words
    owner_id: Short | None = None
    reporter: Caller | None = None
    place: PlaceForm | None = None
    heard_at: HeardAt = HeardAt.COUNTER
    prefers: Outlet | None = None
    attachments: AttachmentIds = ()

    @model_validator(mode="after")
    def _from_somebody(self) -> Self:
        if (self.owner_id is None) == (self.reporter is None):
            raise PydanticCustomError("reporter", "请填写 owner_id 或 reporter 其中一项")
        return self


class Search(Form):
    """What the caller gave: a door (3-2-1201), a name, a phone number or its last four digits."""

    q: Annotated[str, Field(min_length=1, max_length=60)]


class Found(View):
    """An owner as the desk sees them."""

    owner_id: str
    name: str
    phone_masked: str
    place: Place | None


class FoundOwners(RootModel[tuple[Found, ...]]):
    """The owners that fit, at most twenty."""


@routes.post("/api/v1/desk/requests")
@operation(roles=STAFF, status=201, headers=REPEATABLE)
async def hear(request: web.Request, who: Principal, form: Hear) -> Taken:
    """Take in what a member of staff heard; they are answerable for it from now on."""
    key = key_of(request) or new_id()
    story = submission_id(who.estate, Channel.DESK, who.id, key)
    work = request.app[WORK](cause_of(request, who, story))
    told = _told(form, await reporter_of(form.owner_id, form.reporter, work), who, key)
    return Taken.of(await requests.take_in(told, work))


@routes.get("/api/v1/desk/owners")
@operation(roles=STAFF)
async def owners(request: web.Request, who: Principal, query: Search) -> FoundOwners:
    """Find a caller by door, name, phone number or its last four digits."""
    work = request.app[WORK](cause_of(request, who))
    found = await work.book.search(who.estate, clues(query.q))
    return FoundOwners(tuple(found_of(owner) for owner in found))


async def reporter_of(owner_id: str | None, caller: Caller | None, work: Work) -> Reporter:
    """Return who asks: a registered owner, or the caller as they said; raises ``UnknownOwner``."""
    if caller is not None:
        return _stranger(caller)
    owner = await work.book.by_id(work.cause.estate, owner_id or "")
    if owner is None:
        raise UnknownOwner(
            "没有找到这位业主，请重新查找或填写姓名和电话。", (("owner_id", "没有找到"),)
        )
    return owner.reporter


def _stranger(caller: Caller) -> Reporter:
    place = caller.place.as_place() if caller.place else None
    return Reporter(name=caller.name, phone=caller.phone, place=place)


def _told(form: Hear, reporter: Reporter, who: Principal, key: str) -> Told:
    return Told(
        estate=who.estate,
        channel=Channel.DESK,
        sender=who.id,
        key=key,
        text=form.text,
        reporter=reporter,
        place=form.place.as_place() if form.place else reporter.place,
        attachments=form.attachments,
        taken_by=who.id,
        heard_at=form.heard_at,
        prefers=form.prefers,
    )


def found_of(owner: Owner) -> Found:
    """Return an owner as the desk sees them."""
    return Found(
        owner_id=owner.owner_id,
        name=owner.name,
        phone_masked=masked(owner.phone),
        place=owner.place,
    )
