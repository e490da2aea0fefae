"""Paste a group's chat, and confirm each request with one press (policy.zh.md 二.2 业主微信群)."""

from contextlib import suppress
from typing import Annotated, Final, Self

from aiohttp import web
from pydantic import AwareDatetime, Field

from services.intake.api.context import WORK, looking
from services.intake.api.forms import Short, Taken
from services.intake.domain.groups.paste import Candidate, Paste
from services.intake.handlers import groups
from shared.contracts.words import STAFF
from shared.kernel.errors import Seen
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Form, Routes, View, cause_of, operation

routes: Final = Routes()
LONGEST: Final = 60_000
ONE: Final = "/api/v1/desk/paste/{paste_id}/candidates/{candidate_id}"


class Copied(Form):
    """The text as it was copied, and the group that it is from."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    group: Short = "业主群"


class Mended(Form):
    """What a clerk corrects before confirming; left out, it is as pasted."""

    text: Annotated[str | None, Field(min_length=1, max_length=2000)] = None
    owner_id: Short | None = None


class CandidateView(View):
    """What may be a request; ``chatter`` says why it probably is none."""

    id: str
    speaker: str
    text: str
    at: AwareDatetime | None = None
    quote: str = ""
    door: str = ""
    chatter: str | None = None
    also: tuple[str, ...] = ()
    owner_id: str | None = None
    owner_name: str | None = None
    request_id: str | None = None
    dismissed: bool = False

    @classmethod
    def of(cls, one: Candidate) -> Self:
        """Return a candidate as it is shown."""
        return cls(**{name: getattr(one, name) for name in cls.model_fields})


class PasteView(View):
    """A paste and its candidates, in the order of the chat."""

    paste_id: str
    group: str
    pasted_at: AwareDatetime
    candidates: tuple[CandidateView, ...]

    @classmethod
    def of(cls, paste: Paste) -> Self:
        """Return a paste as it is shown."""
        return cls(
            paste_id=paste.id,
            group=paste.group,
            pasted_at=paste.pasted_at,
            candidates=tuple(CandidateView.of(one) for one in paste.candidates),
        )


@routes.post("/api/v1/desk/paste")
@operation(roles=STAFF, status=201, headers=REPEATABLE)
async def paste(request: web.Request, who: Principal, form: Copied) -> PasteView:
    """Split a copied chat into candidate requests; the same text gives the same answer."""
    made = Paste.of(who.estate, form.text, form.group, who.id, looking(request, who).now)
    work = request.app[WORK](cause_of(request, who, made.id))
    with suppress(Seen):
        return PasteView.of(await groups.paste(form.text, form.group, who.id, work))
    return await _shown(made.id, request, who)


@routes.get("/api/v1/desk/paste/{paste_id}")
@operation(roles=STAFF)
async def show(request: web.Request, who: Principal, paste_id: str) -> PasteView:
    """Show a paste as far as it has been gone through."""
    return await _shown(paste_id, request, who)


@routes.post(ONE + "/confirm")
@operation(roles=STAFF, status=201)
async def confirm(
    request: web.Request, who: Principal, paste_id: str, candidate_id: str, form: Mended
) -> Taken:
    """Make a request of a candidate; who confirms is its first responder. Twice is once."""
    work = request.app[WORK](cause_of(request, who, candidate_id))
    mended = form.model_dump(exclude_none=True)
    return Taken.of(await groups.confirm(paste_id, candidate_id, mended, who.id, work))


@routes.post(ONE + "/dismiss")
@operation(roles=STAFF)
async def dismiss(
    request: web.Request, who: Principal, paste_id: str, candidate_id: str
) -> PasteView:
    """Note that a candidate is no request."""
    work = request.app[WORK](cause_of(request, who, paste_id))
    await groups.dismiss(paste_id, candidate_id, work)
    return await _shown(paste_id, request, who)


async def _shown(paste_id: str, request: web.Request, who: Principal) -> PasteView:
    return PasteView.of(await groups.find(paste_id, looking(request, who)))
