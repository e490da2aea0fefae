"""Lists by page, days counted once, and what is owed, on a real database."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from deploy.local.environment import Place
from services.survey.channels.ballot_box import MongoBallotBox
from services.survey.channels.day_sheets import SETTLES, DaySheets
from services.survey.channels.pages import MongoPages
from services.survey.channels.voices import MongoVoices
from services.survey.domain.answer import Answer
from services.survey.domain.campaigns.audience import Audience
from services.survey.domain.campaigns.campaign import Campaign
from services.survey.domain.campaigns.mixing import Batch
from services.survey.domain.campaigns.page import Page
from services.survey.domain.campaigns.sealing import Envelopes
from services.survey.domain.campaigns.tally import Tally
from services.survey.domain.campaigns.ticket import new_ticket
from services.survey.domain.case import Case
from services.survey.domain.forums.forum import Forum
from services.survey.domain.forums.seating import Guest, Limits
from services.survey.domain.paging import Turn
from services.survey.domain.returns.return_call import ReturnCall
from services.survey.domain.rules_file import RuleBook
from services.survey.domain.satisfaction.sheet import Dimension
from services.survey.domain.staff import Staff, Team
from services.survey.domain.survey import Survey
from services.survey.domain.terms import Terms
from services.survey.domain.voices.promise import Promise
from services.survey.domain.voices.suggestion import Heard, Suggestion, Verdict
from services.survey.store import SurveyLists
from shared.contracts.forums import ForumKind
from shared.contracts.requests import Reporter
from shared.kernel.aggregate import Aggregate
from shared.runtime.mongo import open_database
from shared.runtime.settings import ServiceSettings
from shared.store.mongo import Store
from tests.support.surveying import ANNOYED, ESTATE, LINKS, NOON, PLEASED, cause, resolved

HOUR = timedelta(hours=1)


@dataclass
class Shop:
    """What the service keeps, at noon."""

    store: Store
    pages: MongoPages
    voices: MongoVoices
    sheets: DaySheets
    box: MongoBallotBox

    async def keep(self, name: str, *things: Aggregate) -> None:
        for number, one in enumerate(things):
            await self.store.kept(name).under(cause(f"{name}-{number}")).save(one)


@pytest.fixture
async def shop(place: Place) -> AsyncIterator[Shop]:
    settings = ServiceSettings(
        amqp_url=place.amqp_url,
        mongo_url=place.mongo_url,
        namespace=place.namespace,
        jwt_public_keys_file=place.keys.jwt_public_keys_file,
    )

    async def unheard(kind: str, identity: str, body: bytes) -> None:
        """Publish to nobody."""

    kinds: dict[str, type[Aggregate]] = {
        "surveys": Survey,
        "return_calls": ReturnCall,
        "campaigns": Campaign,
        "suggestions": Suggestion,
        "promises": Promise,
        "forums": Forum,
        "staff": Staff,
    }
    async with open_database(settings, "survey") as database:
        store = Store(database, unheard, source="survey")
        for name, kind in kinds.items():
            store.repository(kind, name)
        shop = Shop(
            store,
            MongoPages(store, lambda: NOON),
            MongoVoices(store),
            DaySheets(store.kept("surveys"), database, lambda: NOON),
            MongoBallotBox(database, Envelopes(LINKS.secret)),
        )
        lists = SurveyLists(store.kept("surveys"))
        for one in (lists, shop.pages, shop.voices, shop.sheets, shop.box):
            await one.ensure_indexes()
        async with store.running():
            yield shop


def suggestion(number: int, days: float = 0) -> Suggestion:
    origin = (f"cause-{number}", ESTATE, NOON - timedelta(days=days))
    made = Suggestion.given(Reporter(owner_id=f"o{number % 3}"), "灯太暗", Heard(), origin)
    book = RuleBook()
    made.take(book.rules.suggestions, book.work_days, Team())
    return made


def call(number: int) -> ReturnCall:
    case = Case.done(resolved(request_id=f"r{number}"))
    due_at = NOON + (number - 2) * HOUR
    return ReturnCall.about(case, "w01", due_at, 3, cause())


def survey(number: int, days: int, said: Answer | None) -> Survey:
    at = NOON - timedelta(days=days)
    made = Survey.about(Case.done(resolved(request_id=f"r{number}")), cause(at=at), Terms())
    if said:
        made.reply(said, at)
    return made


async def test_pages_go_back_in_time_and_none_is_missing_or_twice(shop: Shop) -> None:
    made = [suggestion(n, days=n * n / 3) for n in range(25)]
    await shop.keep("suggestions", *made)
    found, turn = list[str](), Turn(limit=4)
    while True:
        page = await shop.pages.suggestions(ESTATE, turn, list(Verdict), shown=False)
        found += [one.id for one in page.rows]
        if page.cursor is None:
            break
        turn = Turn(page.cursor, 4)
    assert found == [one.id for one in made]


async def test_what_is_of_one_moment_is_split_between_pages(shop: Shop) -> None:
    await shop.keep("suggestions", *(suggestion(n) for n in range(5)))
    first = await shop.pages.suggestions(ESTATE, Turn(limit=3), list(Verdict), shown=False)
    assert first.cursor
    rest = await shop.pages.suggestions(ESTATE, Turn(first.cursor), list(Verdict), shown=False)
    assert len({one.id for one in (*first.rows, *rest.rows)}) == 5


async def test_calls_come_with_the_most_pressing_first(shop: Shop) -> None:
    made = [call(n) for n in range(6)]
    await shop.keep("return_calls", *reversed(made))
    first = await shop.pages.calls(ESTATE, Turn(limit=4))
    rest = await shop.pages.calls(ESTATE, Turn(first.cursor or "", 4))
    assert [one.id for one in (*first.rows, *rest.rows)] == [one.id for one in made]
    assert rest.cursor is None


async def test_what_is_owed_is_found_by_its_next_moment(shop: Shop) -> None:
    await shop.keep("suggestions", suggestion(1, days=30), suggestion(2))
    [due] = await shop.voices.suggestions_due(NOON)
    assert due.reporter.owner_id == "o1"
    assert len(await shop.voices.suggestions_of(ESTATE, "o2")) == 1


async def test_a_forum_is_found_by_its_guests(shop: Shop) -> None:
    forum = Forum(
        id="f",
        estate=ESTATE,
        kind=ForumKind.FORUM,
        title="座谈会",
        venue="会所",
        starts_at=NOON + 48 * HOUR,
        sign_up_by=NOON + 24 * HOUR,
        limits=Limits(),
        audience=Audience(),
        created_by="m01",
    )
    forum.announce(NOON)
    forum.sign_up(Guest(household="h1", owner_id="o1", building="1", floor=3, signed_at=NOON))
    await shop.keep("forums", forum)
    [found] = await shop.voices.forums_of(ESTATE, "o1")
    assert found.guests == forum.guests
    assert not await shop.voices.forums_of(ESTATE, "o2")
    assert [one.id for one in await shop.voices.forums_due(NOON)] == ["f"]
    [planned] = (await shop.pages.forums(ESTATE, Turn())).rows
    assert planned.id == "f"


async def test_an_old_day_is_counted_once_and_kept(shop: Shop) -> None:
    long_ago = SETTLES.days + 5
    await shop.keep("surveys", survey(1, long_ago, PLEASED), survey(2, long_ago, ANNOYED))
    day = (NOON - timedelta(days=long_ago)).date()
    for _ in range(2):
        [sheet] = await shop.sheets.days(ESTATE, day, day)
        assert sheet.score(Dimension.TOTAL, "").satisfied == 1
        await shop.store.kept("surveys").collection.delete_many({})


async def test_todays_count_follows_todays_surveys(shop: Shop) -> None:
    await shop.keep("surveys", survey(1, 0, PLEASED))
    days = await shop.sheets.days(ESTATE, date(2026, 11, 20), date(2026, 11, 23))
    assert [one.score(Dimension.TOTAL, "").asked for one in days] == [0, 0, 0, 1]
    [read] = await shop.sheets.of_day(ESTATE, date(2026, 11, 23))
    assert read.case.reporter.phone is None
    assert [one.id for one in await shop.sheets.of_requests(ESTATE, ["r1"])] == [read.id]


async def test_a_forgotten_household_leaves_its_named_answer_once_it_is_counted(
    shop: Shop,
) -> None:
    tickets = [new_ticket(ESTATE, "k", f"h{number}", "1") for number in range(2)]
    await shop.box.issue(tickets)
    for ticket in tickets:
        await shop.box.cast(ticket, "r", b'{"q":5}')
    await shop.box.forget([tickets[0].id])
    claimed = await shop.box.claim(Batch(building="1", tickets=tuple(t.id for t in tickets)))
    assert len(claimed.contents) == 2
    tally, answers = Tally(2, {"q": {"": 2}}), tuple(claimed.contents.values())
    page = Page(estate=ESTATE, campaign="k", building="1", answers=answers, tally=tally)
    await shop.box.put(claimed, page)
    await shop.box.release(claimed.page, keep=True)
    named = [ticket.household async for ticket, _ in shop.box.named("k")]
    assert named == ["h1"]
    await shop.box.forget([tickets[1].id])
    assert not [one async for one in shop.box.named("k")]
