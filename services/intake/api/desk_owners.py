"""A caller's history at a glance, and the codes by which owners bind their WeChat."""

from typing import Final, Self

from aiohttp import web
from pydantic import AwareDatetime

from services.intake.api.context import WORK, looking
from services.intake.api.desk import Found, found_of
from services.intake.api.desk_talks import CLERKS
from services.intake.api.forms import Short
from services.intake.api.talk_views import TalkView
from services.intake.domain.binding import ROOM_CODE_LASTS
from services.intake.domain.owner import UnknownOwner
from services.intake.domain.submission import Submission
from services.intake.handlers import bindings
from shared.contracts.event import Place
from shared.contracts.words import Category, Channel, Status, Urgency
from shared.web.audit import note
from shared.web.auth import Principal
from shared.web.operation import Form, Routes, View, cause_of, operation

routes: Final = Routes()
MOST_PAST: Final = 20


class Past(View):
    """A request of the owner's, as far as this door knows."""

    request_id: str
    number: str
    text: str
    channel: Channel
    status: Status
    category: Category | None = None
    urgency: Urgency | None = None
    submitted_at: AwareDatetime
    place: Place | None = None
    round: int
    unhappy: bool

    @classmethod
    def of(cls, one: Submission) -> Self:
        """Return a submission with what became of it."""
        return cls(
            request_id=one.id,
            number=one.number,
            text=one.text,
            channel=one.channel,
            status=one.fate.status,
            category=one.fate.category,
            urgency=one.fate.urgency,
            submitted_at=one.submitted_at,
            place=one.place,
            round=one.fate.round,
            unhappy=one.fate.unhappy,
        )


class History(View):
    """Who calls, what is open, what was, what they asked; ``unhappy``: how often dissatisfied."""

    owner: Found
    wechat_bound: bool
    open: tuple[Past, ...]
    past: tuple[Past, ...]
    conversations: tuple[TalkView, ...]
    unhappy: int


class CodeFor(Form):
    """Whose WeChat is to be bound."""

    owner_id: Short


class RoomCodeView(View):
    """The code, shown once, and what to do with it."""

    code: str
    minutes: int
    detail: str


@routes.get("/api/v1/desk/owners/{owner_id}/history")
@operation(roles=CLERKS)
async def history(request: web.Request, who: Principal, owner_id: str) -> History:
    """Show a caller's open and newest past requests, conversations and unhappy answers."""
    work = looking(request, who)
    owner = await work.book.by_id(who.estate, owner_id)
    if owner is None:
        raise UnknownOwner("没有找到这位业主，请重新查找。", (("owner_id", "没有找到"),))
    asked = [Past.of(one) for one in await work.receipts.of_owner(who.estate, owner_id)]
    talks = await work.talks.of_owner(who.estate, owner_id)
    over = {Status.CLOSED, Status.CANCELLED}
    return History(
        owner=found_of(owner),
        wechat_bound=owner.openid is not None,
        open=tuple(one for one in asked if one.status not in over),
        past=tuple(one for one in asked if one.status in over)[:MOST_PAST],
        conversations=tuple(TalkView.of(talk) for talk in talks),
        unhappy=sum(one.unhappy for one in asked),
    )


@routes.post("/api/v1/desk/room-codes")
@operation(roles=CLERKS, status=201)
async def room_code(request: web.Request, who: Principal, form: CodeFor) -> RoomCodeView:
    """Issue a code by which an owner binds their WeChat; good once, for half an hour."""
    work = request.app[WORK](cause_of(request, who, form.owner_id))
    code = await bindings.issue_room_code(form.owner_id, who.id, work)
    await note(request, who, "room-code.issued", form.owner_id)
    shown = f"{code[:4]}-{code[4:]}"
    minutes = int(ROOM_CODE_LASTS.total_seconds() // 60)
    return RoomCodeView(
        code=shown,
        minutes=minutes,
        detail=f"请业主在 {minutes} 分钟内向公众号回复：绑定 {shown}",
    )
