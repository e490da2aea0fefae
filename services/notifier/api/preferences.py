"""Let people say how they want to be told, and when not."""

from contextlib import suppress
from typing import Annotated, Literal

from aiohttp import web
from pydantic import Field, StringConstraints, model_validator

from services.notifier.api.door import PEOPLE, work_in, work_of
from services.notifier.api.push import TERMS
from services.notifier.domain.contact import Contact
from services.notifier.domain.kinds import OPTIONAL, Kind
from services.notifier.handlers import people
from shared.contracts.words import Outlet, Role
from shared.kernel.errors import Refused, Seen
from shared.kernel.ids import new_id
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Form, Routes, View, operation

routes = Routes()
Moment = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class NotByKind(Refused):
    """Members of staff must hear of their work, whatever it is."""

    slug = "not-by-kind"

    def __init__(self) -> None:
        super().__init__("员工不能按类型关闭工作通知，只能调整方式的先后和免打扰时间。")


class Preferences(Form):
    """Outlets in order, and a quiet time as ``22:00`` to ``07:00``; urgent matters break it.

    ``by_kind`` names the ways for one kind of message, and none at all for what is not wanted:
    progress, surveys and notices; urgent matters come all the same. What is left out stands.
    """

    outlets: tuple[Outlet, ...] = Field(max_length=len(Outlet))
    quiet_from: Moment | None = None
    quiet_to: Moment | None = None
    by_kind: dict[Kind, tuple[Outlet, ...]] | None = None
    language: Literal["zh", "en"] | None = None

    @model_validator(mode="after")
    def _whole(self) -> "Preferences":
        if len(set(self.outlets)) < len(self.outlets):
            raise ValueError("同一种方式只能写一次")
        if (self.quiet_from is None) != (self.quiet_to is None):
            raise ValueError("免打扰时间要同时写明开始和结束")
        named = self.by_kind or {}
        if any(not ways and kind not in OPTIONAL for kind, ways in named.items()):
            raise ValueError("处理结果和客服回复至少要留一种方式")
        if any(len(set(ways)) < len(ways) for ways in named.values()):
            raise ValueError("同一种方式只能写一次")
        return self


class PreferencesView(View):
    """The person's own wish, and ``reachable``: the order in which outlets are tried now.

    ``push``: whether browsers may be pushed to here.
    """

    outlets: tuple[Outlet, ...]
    reachable: tuple[Outlet, ...]
    quiet_from: str | None = None
    quiet_to: str | None = None
    by_kind: dict[Kind, tuple[Outlet, ...]]
    language: str
    push: bool


@routes.get("/api/v1/preferences")
@operation(roles=PEOPLE)
async def show(request: web.Request, who: Principal) -> PreferencesView:
    """Show how one is told."""
    return _view(request, await people.wishes_of(who.id, work_of(request, who)))


@routes.put("/api/v1/preferences")
@operation(roles=PEOPLE, headers=REPEATABLE)
async def put(request: web.Request, who: Principal, form: Preferences) -> PreferencesView:
    """Say how one wants to be told; holds for everything that has not gone yet."""
    if form.by_kind and who.role is not Role.OWNER:
        raise NotByKind
    with suppress(Seen):
        return _view(request, await people.wish(who.id, form, work_of(request, who)))
    return _view(request, await people.wishes_of(who.id, work_in(request, new_id(), who.estate)))


def _view(request: web.Request, contact: Contact) -> PreferencesView:
    return PreferencesView(
        outlets=contact.wished,
        reachable=tuple(reach.outlet for reach in contact.plan()),
        quiet_from=contact.quiet_from,
        quiet_to=contact.quiet_to,
        by_kind=dict(contact.by_kind),
        language=contact.language,
        push=request.app.get(TERMS) is not None,
    )
