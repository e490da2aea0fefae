"""Let owners read notices, in the app and on the wall (公告栏, policy.zh.md 二.1)."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Annotated, Final

from aiohttp import web
from jinja2 import Environment
from pydantic import BaseModel, StringConstraints

from services.notifier.api.door import work_in, work_of
from services.notifier.api.notice_views import BoardView, posted_of
from services.notifier.api.receipts import ESTATE
from services.notifier.domain.notice import Notice
from services.notifier.handlers import writing
from shared.contracts.words import Role
from shared.kernel.ids import new_id
from shared.web.auth import Principal
from shared.web.operation import REPEATABLE, Routes, operation

routes: Final = Routes()
_PAGE: Final = Environment(autoescape=True).from_string(
    """<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>公告栏</title>
<h1>公告栏</h1><p>打印于 {{ now }}</p>
{% for one in notices %}<article><h2>{% if one.emergency %}〔紧急〕{% endif %}{{ one.title }}</h2>
{% for line in one.text.splitlines() %}<p>{{ line }}</p>{% endfor %}
<p><small>{{ one.since }} 发布{% if one.until %},有效至 {{ one.until }}{% endif %}</small></p>
</article><hr>{% else %}<p>目前没有公告。</p>{% endfor %}</html>
"""
)


class Wall(BaseModel):
    """Which estate's board it is; the installation's own unless said."""

    estate: Annotated[str, StringConstraints(max_length=64)] = ""


@routes.get("/api/v1/notices/current")
@operation(roles=frozenset({Role.OWNER}))
async def current(request: web.Request, who: Principal) -> BoardView:
    """Show the notices that are for oneself and hold now."""
    work = work_of(request, who)
    contact = await writing.reader(who.id, work)
    found = await work.board.current(who.estate, work.now)
    mine = [one for one in found if contact and one.wording.scope.covers(contact)]
    read = await work.board.read_by(who.id, [one.id for one in mine])
    unread = sum(one.wording.must_read and one.id not in read for one in mine)
    views = tuple(posted_of(one, read.get(one.id)) for one in mine)
    return BoardView(notices=views, unread=unread)


@routes.post("/api/v1/notices/{notice_id}/read")
@operation(roles=frozenset({Role.OWNER}), headers=REPEATABLE)
async def read(request: web.Request, who: Principal, notice_id: str) -> None:
    """Say that one has opened a notice; once is enough."""
    await writing.read(notice_id, who.id, work_of(request, who))


@routes.get("/api/v1/notices/board")
@operation(produces="text/html")
async def wall(request: web.Request, query: Wall) -> web.Response:
    """Print what is for the whole estate or for buildings, for the board beside the door."""
    estate = query.estate or request.app[ESTATE]
    work = work_in(request, new_id(), estate)
    found = await work.board.current(estate, work.now)
    open_to_all = [one for one in found if not one.wording.scope.owners]
    lines = [_line(one, work.world.zone) for one in open_to_all]
    text = _PAGE.render(notices=lines, now=_local(work.now, work.world.zone))
    return web.Response(text=text, content_type="text/html")


def _line(notice: Notice, zone: tzinfo) -> Mapping[str, object]:
    said = notice.wording
    return {
        "title": said.title,
        "text": said.text,
        "emergency": said.emergency,
        "since": _local(notice.begun_at or notice.drafted_at, zone),
        "until": _local(said.expires_at, zone) if said.expires_at else "",
    }


def _local(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
