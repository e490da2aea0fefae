"""A campaign by the clock: opened, paced, reminded, closed; one answer a household."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.survey import jobs
from services.survey.domain.campaigns.answering import Given
from services.survey.domain.campaigns.buildings import rates
from services.survey.domain.campaigns.campaign import Campaign, Sending, Stage
from services.survey.domain.campaigns.refusals import (
    AlreadyAnswered,
    CampaignBegun,
    CampaignNotOpen,
)
from services.survey.domain.campaigns.results import findings
from services.survey.domain.terms import Pace
from services.survey.handlers import balloting, campaigns
from services.survey.handlers.owners import learn
from services.survey.ports import Work
from shared.contracts.envelope import Cause
from shared.contracts.event import Place
from shared.contracts.people import OwnerChanged
from shared.contracts.surveys import CampaignInvited, CampaignReminded
from tests.support.ballot_memory import MemoryBook, MemoryRounds
from tests.support.surveying import World

FOLDER = Path("deploy/estate")
JUNE = datetime(2026, 6, 10, 1, tzinfo=UTC)  # nine o'clock in Shanghai
FINE: dict[str, Given] = {
    "overall": 4,
    "aspects": dict.fromkeys(["房屋维修", "环境卫生", "绿化养护", "安保秩序", "停车管理"], "满意")
    | dict.fromkeys(["电梯与设施", "收费透明", "客服与管家"], "一般"),
    "asked": "没有",
    "silent": "太麻烦",
    "recommend": 8,
    "wish": "电梯少坏",
}


class Run:
    """A world whose jobs are run by hand at a time of one's choice."""

    def __init__(self) -> None:
        self.world = World(pace=Pace(people_a_second=1))
        self.rounds = MemoryRounds(self.world.owners, self.world.returns, self.world.campaigns)
        self.now = JUNE

    def work(self, cause: Cause) -> Work:
        return self.world.work(cause.id, cause.at)

    async def turn(self, hours: float = 0) -> None:
        """Go on in time, then do all that is due at that moment."""
        self.now += timedelta(hours=hours)
        await jobs.open_by_calendar(MemoryBook(self.world.rules), self.work, lambda: self.now)
        while await jobs.advance_campaigns(self.rounds, self.work, lambda: self.now):
            pass

    async def sent(self) -> None:
        """Let all that can be told be told."""
        for _ in range(60):
            await self.turn(hours=0.1)

    async def count(self) -> None:
        await jobs.Counting(self.world.box, self.work, lambda: self.now).turn()

    async def answer(self, household: str, key: str = "k") -> None:
        [ticket] = [t for t in self.world.box.kept.values() if t.household == household]
        await balloting.cast(ticket, FINE, f"{household}{key}", self.world.work("x", self.now))

    @property
    def campaign(self) -> Campaign:
        [campaign] = self.world.campaigns.kept.values()
        return campaign


@pytest.fixture
async def run() -> Run:
    run = Run()
    for number in range(24):
        place = Place(building=str(number // 12 + 1), unit="1", room=str(number))
        for owner in (f"o{number}", f"p{number}")[: 1 + number % 2]:
            await learn(
                OwnerChanged(
                    owner_id=owner, household_id=f"h{number}", name="业主", place=place, version=1
                ),
                run.world.work(owner),
            )
    files = {name: (FOLDER / name).read_text() for name in ("surveys.toml", "half_yearly.toml")}
    assert not await campaigns.put_rules(files, "m01", run.world.work("rules"))
    return run


async def test_the_half_yearly_one_opens_by_itself_on_its_day(run: Run) -> None:
    run.now -= timedelta(minutes=1)
    await run.turn()
    assert not run.world.campaigns.kept

    await run.turn(hours=0.1)
    assert (run.campaign.period, run.campaign.stage) == ("2026-H1", Stage.OPEN)


async def test_one_whose_day_went_by_opens_late_and_once(run: Run) -> None:
    await run.turn(hours=72)
    await run.turn(hours=72)
    assert run.campaign.stage is Stage.OPEN


async def test_every_owner_of_every_household_is_invited_once(run: Run) -> None:
    await run.turn()
    await run.sent()

    told = run.world.waves.told_of(CampaignInvited)
    assert len(told) == 36
    assert len({one.path for one in told if isinstance(one, CampaignInvited)}) == 24
    assert dict(run.campaign.invited) == {"1": 12, "2": 12}


async def test_invitations_are_paced_and_rest_at_night(run: Run) -> None:
    await run.turn()
    first = len(run.world.waves.told)
    assert 0 < first < 36

    run.now += timedelta(hours=12)
    await run.turn()
    second = len(run.world.waves.told)
    await run.turn(hours=5)
    assert len(run.world.waves.told) == second


async def test_a_repeat_after_a_crash_invites_nobody_twice(run: Run) -> None:
    await run.turn()
    await run.sent()
    run.campaign.bucket, run.campaign.next_at = 0, run.now
    run.campaign.sending = Sending.INVITATION
    await run.sent()
    assert len(run.world.waves.told_of(CampaignInvited)) == 36


async def test_only_those_who_have_not_answered_are_reminded(run: Run) -> None:
    await run.turn()
    await run.sent()
    await run.answer("h0")
    run.now = JUNE + timedelta(days=7)
    await run.sent()

    reminded = run.world.waves.told_of(CampaignReminded)
    assert len(reminded) == 35


async def test_who_answered_and_whose_ticket_does_not_say_so_yet_is_not_reminded(run: Run) -> None:
    await run.turn()
    await run.sent()
    run.world.box.apart |= {t.id for t in run.world.box.kept.values() if t.household == "h0"}
    run.now = JUNE + timedelta(days=7)
    await run.sent()
    assert len(run.world.waves.told_of(CampaignReminded)) == 35


async def test_a_household_answers_once_and_a_lost_reply_may_be_asked_for_again(run: Run) -> None:
    await run.turn()
    await run.sent()
    await run.answer("h1")
    await run.answer("h1")
    with pytest.raises(AlreadyAnswered):
        await run.answer("h1", key="another")


async def test_after_the_closing_date_nothing_is_taken(run: Run) -> None:
    await run.turn()
    await run.sent()
    run.now = JUNE + timedelta(days=14)
    with pytest.raises(CampaignNotOpen):
        await run.answer("h1")


async def test_what_has_begun_cannot_be_cancelled(run: Run) -> None:
    await run.turn()
    with pytest.raises(CampaignBegun):
        await campaigns.cancel(run.campaign.id, run.world.work("cancel"))


async def test_results_hide_a_building_with_fewer_than_five_answers(run: Run) -> None:
    await run.turn()
    await run.sent()
    for number in (*range(12), *range(12, 15)):
        await run.answer(f"h{number}")
    run.now = JUNE + timedelta(days=14)
    await run.turn()
    await run.count()

    tallies = await run.world.box.tallies(run.campaign.id)
    [overall, *_] = findings(run.campaign, tallies)
    assert overall.answered == 15
    assert [(one.answered, one.hidden) for one in overall.buildings] == [(7, False), (None, True)]
    assert run.world.box.contents == {}


async def test_buildings_are_shown_when_enough_answer(run: Run) -> None:
    await run.turn()
    await run.sent()
    for number in range(24):
        await run.answer(f"h{number}")
    run.now = JUNE + timedelta(days=14)
    await run.turn()
    await run.count()

    tallies = await run.world.box.tallies(run.campaign.id)
    [overall, *_] = findings(run.campaign, tallies)
    assert [(one.building, one.mean) for one in overall.buildings] == [("1", 4.0), ("2", 4.0)]


async def test_who_has_answered_is_known_by_building_when_no_answer_is(run: Run) -> None:
    await run.turn()
    await run.sent()
    for number in (*range(12), *range(12, 15)):
        await run.answer(f"h{number}")
    run.now = JUNE + timedelta(days=14)
    await run.turn()
    await run.count()

    found = rates(run.campaign, await run.world.box.spent(run.campaign.id, 15))
    assert [(one.building, one.answered) for one in found] == [("1", 12), ("2", 3)]


async def test_the_last_half_year_stands_beside_each_building_and_what_it_chose(run: Run) -> None:
    await run.turn()
    await run.sent()
    for number in range(24):
        await run.answer(f"h{number}")
    run.now = JUNE + timedelta(days=14)
    await run.turn()
    await run.count()

    tallies = await run.world.box.tallies(run.campaign.id)
    shown = {one.question.id: one for one in findings(run.campaign, tallies, tallies)}
    assert [one.before for one in shown["overall"].buildings] == [4.0, 4.0]
    [asked] = shown["asked"].parts
    assert [(one.building, one.shares, one.hidden) for one in asked.buildings] == [
        ("1", (0.0, 1.0), False),
        ("2", (0.0, 1.0), False),
    ]
