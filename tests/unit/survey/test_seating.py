"""Who gets a seat at a forum, and which quarter goes by without one."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.survey.domain.campaigns.audience import Audience
from services.survey.domain.forums.agenda import proposed
from services.survey.domain.forums.forum import Forum, Stage
from services.survey.domain.forums.quarters import Quarter, watched
from services.survey.domain.forums.question import Outcome, Question
from services.survey.domain.forums.refusals import HouseholdSignedUp, QuestionsOpen, SignUpOver
from services.survey.domain.forums.seating import Guest, Limits, floor_of
from services.survey.domain.terms import CHINA
from shared.contracts.forums import ForumKind, SeatChanged, SeatState, Settled
from shared.contracts.requests import Reporter
from tests.support.surveying import ESTATE, NOON

TIGHT = Limits(seats=4, per_building=2, per_band=1, bands=("1-6", "7-99"))
Homes = list[tuple[str, int]]


def forum(limits: Limits = TIGHT) -> Forum:
    return Forum(
        id="forum",
        estate=ESTATE,
        kind=ForumKind.FORUM,
        title="四季度座谈会",
        venue="会所",
        starts_at=NOON + timedelta(days=14),
        sign_up_by=NOON + timedelta(days=10),
        limits=limits,
        audience=Audience(),
        created_by="m01",
    )


def guest(number: int, building: str = "1", floor: int | None = 1) -> Guest:
    return Guest(
        household=f"h{number}",
        owner_id=f"o{number}",
        building=building,
        floor=floor,
        signed_at=NOON,
    )


def states(it: Forum) -> list[SeatState]:
    return [one.state for one in it.guests]


SEATED, WAITING, WITHDRAWN = SeatState.SEATED, SeatState.WAITING, SeatState.WITHDRAWN


def test_each_building_and_height_has_its_share() -> None:
    it = forum()
    for one in (guest(1), guest(2), guest(3, floor=9), guest(4, floor=9), guest(5, "2")):
        it.sign_up(one)
    assert states(it) == [SEATED, WAITING, SEATED, WAITING, SEATED]


def test_a_seat_given_back_goes_to_the_first_whom_the_quotas_let_in() -> None:
    it = forum()
    for one in (guest(1), guest(2, floor=9), guest(3, floor=9), guest(4)):
        it.sign_up(one)
    it.withdraw("h1", NOON)
    assert states(it) == [WITHDRAWN, SEATED, WAITING, SEATED]
    told = [one for one in it.events if isinstance(one, SeatChanged)]
    assert (told[-1].reporter.owner_id, told[-1].seat) == ("o4", SEATED)


def test_after_sign_up_free_seats_go_to_those_who_wait_whatever_the_quotas() -> None:
    it = forum()
    for number in range(6):
        it.sign_up(guest(number))
    assert states(it).count(SEATED) == 1
    it.turn(it.sign_up_by)
    assert states(it) == [SEATED] * 4 + [WAITING] * 2


def test_a_household_has_one_seat() -> None:
    it = forum()
    it.sign_up(guest(1))
    it.sign_up(guest(1))
    other = guest(1)
    other.owner_id = "o9"
    with pytest.raises(HouseholdSignedUp):
        it.sign_up(other)
    assert len(it.guests) == 1


def test_sign_up_ends_on_its_day() -> None:
    it, late = forum(), guest(1)
    late.signed_at = it.sign_up_by
    with pytest.raises(SignUpOver):
        it.sign_up(late)


@given(
    st.lists(st.tuples(st.sampled_from("123"), st.integers(1, 30)), max_size=25),
    st.lists(st.integers(0, 24), max_size=10),
)
def test_no_quota_is_ever_passed_and_no_seat_stays_empty_for_nothing(
    homes: Homes, leaving: list[int]
) -> None:
    it = forum()
    for number, (building, floor) in enumerate(homes):
        it.sign_up(guest(number, building, floor))
    for number in leaving:
        if it.guest(f"h{number}"):
            it.withdraw(f"h{number}", NOON)
    seated = [one for one in it.guests if one.state is SEATED]
    bands = [(one.building, TIGHT.band(one.floor)) for one in seated]
    assert len(seated) <= TIGHT.seats
    assert all(bands.count(one) <= TIGHT.per_band for one in bands)
    assert all([b for b, _ in bands].count(b) <= TIGHT.per_building for b, _ in bands)


@pytest.mark.parametrize(
    ("room", "floor"), [("1201", 12), ("301", 3), ("2805A", 28), ("B1", None), (None, None)]
)
def test_the_floor_is_read_from_the_room(room: str | None, floor: int | None) -> None:
    assert floor_of(room) == floor


def test_minutes_are_not_published_while_a_question_has_no_outcome() -> None:
    it = forum()
    it.hold(it.starts_at)
    it.ask(Question(id="q1", text="地库灯太暗", asker=Reporter(), asked_at=NOON))
    with pytest.raises(QuestionsOpen):
        it.publish("本季度工作汇报")
    it.settle("q1", Outcome(how=Settled.ANSWERED, answer="下周更换"), "m01")
    it.publish("本季度工作汇报")
    assert it.stage is Stage.PUBLISHED


def test_a_quarter_is_watched_when_it_ends_soon_and_once_it_is_over() -> None:
    def at(text: str) -> list[tuple[str, bool]]:
        moment = datetime.fromisoformat(text).replace(tzinfo=CHINA)
        return [(str(quarter), over) for quarter, over in watched(moment, 15)]

    assert at("2026-11-20") == [("2026-Q3", True)]
    assert at("2026-12-20") == [("2026-Q3", True), ("2026-Q4", False)]
    assert at("2027-01-01") == [("2026-Q4", True)]
    assert Quarter(2026, 4).ends_at == datetime(2027, 1, 1, tzinfo=CHINA)


def test_the_agenda_weighs_what_owners_say_of_their_own_accord() -> None:
    counts = {
        "requests": {"维修": 4, "其他": 90},
        "suggestions": {"停车": 2},
        "words": {"表扬": 50},
    }
    found = proposed(counts, [("停车", "加装充电桩")])
    assert [(one.topic, one.weight) for one in found] == [("停车", 6), ("维修", 4), ("其他", 90)]
    assert found[0].samples == ("加装充电桩",)
