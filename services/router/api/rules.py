"""Show the rules and the calendar that hold now, so that nobody has to read the files."""

from datetime import date, datetime, timedelta
from typing import Final

from aiohttp import web
from pydantic import JsonValue

from services.router.api.context import work_of
from services.router.domain.estate_files import EstateFiles
from services.router.domain.in_force import special_days, unannounced, words_in_force
from services.router.domain.overlay import read_notes
from services.router.domain.policy_file import FILE as POLICY
from shared.contracts.words import STAFF, Category, ClockName, Urgency
from shared.web.auth import Principal
from shared.web.operation import Routes, View, operation

routes: Final = Routes()
BACK: Final = timedelta(days=7)
_HOLIDAYS: Final = "holidays.csv"


class DayView(View):
    """A day that counts otherwise than its weekday; ``own``: by the estate's own decision."""

    day: date
    works: bool
    why: str
    own: bool


class DepartmentView(View):
    """Who answers for which categories."""

    id: str
    name: str
    categories: list[Category]
    head: str | None


class WordsView(View):
    """The policy in the words of its file; lengths are texts such as ``15分钟``."""

    time_zone: str
    working_hours: list[str]
    to_head: list[Urgency]
    promises: dict[Urgency, dict[ClockName, str]]
    ladder: dict[Urgency, dict[str, str | list[str]]]
    pause: dict[str, str]
    urge_every: str
    transfer_within: str
    hand_over_within: str
    confirm: dict[str, JsonValue]
    grab: dict[str, JsonValue]
    incidents: dict[str, JsonValue]


class RulesView(WordsView):
    """The same, with departments and calendar; ``version`` 0 is the rule book alone.

    The days are those until the end of next year; ``provisional`` years are not announced yet.
    """

    version: int
    put_by: str | None
    put_at: datetime | None
    departments: list[DepartmentView]
    days: list[DayView]
    provisional: list[int]


@routes.get("/api/v1/policy/rules")
@operation(roles=STAFF)
async def show(request: web.Request, who: Principal) -> RulesView:
    """Show the rules that hold, the estate's own over the rule book's, and the special days."""
    work = work_of(request, who)
    kept = await work.files.find(who.estate) or EstateFiles(id=who.estate, estate=who.estate)
    rules = await work.book.rules(who.estate)
    today = rules.calendar.local(work.now).date()
    notes = read_notes(kept.files.get(_HOLIDAYS, ""))
    last = date(today.year + 1, 12, 31)
    days = special_days(rules.calendar, notes, today - BACK, last)
    words = WordsView.model_validate(_known(words_in_force(kept.files.get(POLICY, ""))))
    return RulesView(
        **dict(words),
        version=kept.version,
        put_by=kept.put_by,
        put_at=kept.put_at,
        departments=[
            DepartmentView(
                id=one.id,
                name=one.name,
                categories=[each for each in Category if rules.department_of(each) is one],
                head=head.name if (head := rules.head_of(one.id)) else None,
            )
            for one in rules.departments.values()
        ],
        days=[DayView.model_validate(one, from_attributes=True) for one in days],
        provisional=unannounced(rules.calendar, range(today.year, last.year + 1)),
    )


def _known(words: dict[str, object]) -> dict[str, object]:
    return {name: words[name] for name in WordsView.model_fields}
