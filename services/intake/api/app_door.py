"""The owners' app as a way in (policy.zh.md 二.2)."""

from typing import Final

from aiohttp import web

from services.intake.api.context import WORK
from services.intake.api.forms import AttachmentIds, KeyMissing, PlaceForm, Taken, Words, key_of
from services.intake.domain.submission import Told
from services.intake.handlers import requests
from shared.contracts.event import Place
from shared.contracts.requests import Reporter
from shared.contracts.words import Channel, Outlet, Role
from shared.web.auth import Principal
from shared.web.operation import KEY, Form, Routes, cause_of, operation

routes = Routes()
OWNERS: Final = frozenset({Role.OWNER})


class Ask(Form):
    """What an owner asks for; without a place it is about their home."""

    text: Words
    place: PlaceForm | None = None
    attachments: AttachmentIds = ()
    prefers: Outlet | None = None


@routes.post("/api/v1/app/requests")
@operation(roles=OWNERS, status=201, headers={KEY: True})
async def ask(request: web.Request, who: Principal, form: Ask) -> Taken:
    """Take an owner's request in; the header ``Idempotency-Key`` is required."""
    told = _told(form, who, key_of(request))
    work = request.app[WORK](cause_of(request, who, told.id))
    return Taken.of(await requests.take_in(told, work))


def _told(form: Ask, who: Principal, key: str | None) -> Told:
    if key is None:
        raise KeyMissing
    return Told(
        estate=who.estate,
        channel=Channel.APP,
        sender=who.id,
        key=key,
        text=form.text,
        reporter=Reporter(owner_id=who.id, name=who.name, place=who.place),
        place=_place(form, who),
        attachments=form.attachments,
        prefers=form.prefers,
    )


def _place(form: Ask, who: Principal) -> Place | None:
    return form.place.as_place() if form.place else who.place
