"""Which reports are the same matter, and which are near each other."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.router.domain.faults import Faults
from services.router.domain.incidents.likeness import names, sketch
from services.router.domain.incidents.nearness import areas_of, common, covers
from services.router.domain.incidents.recognition import Report, propose, similar
from services.router.domain.incidents.terms import Terms, read_terms
from services.router.domain.policy_file import read_policy
from shared.contracts.event import Place
from shared.contracts.words import Category, Urgency
from tests.support.routing import act_at, at

TERMS = Terms()
NOON = at("2026-11-23 12:00")
ACT = act_at("2026-11-23 12:00")
WORDS = st.text(alphabet="停水了家里没电梯坏厨房漏灯不亮吵3栋,", max_size=16)


def reported(text: str, minutes: int = 0, who: str = "") -> Report:
    return Report(
        id=f"r-{who}-{minutes}",
        text=text,
        category=Category.REPAIR,
        urgency=Urgency.GENERAL,
        place=Place(building="3"),
        at=NOON + timedelta(minutes=minutes),
        who=who,
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("停水了怎么回事", "家里没水了"),
        ("3栋没有水,什么时候来水", "停水了怎么回事"),
        ("楼下主水管爆裂,地上全是水", "一楼大堂水管爆了好多水"),
        ("电梯坏了", "电梯不动了没人管"),
        ("地库好黑灯都不亮", "地库灯坏了"),
        ("网断了", "没网了,上不了网"),
        ("整栋楼停电了", "家里没电了"),
    ],
)
def test_the_same_in_other_words_is_alike(one: str, other: str) -> None:
    assert sketch(one).like(sketch(other)) >= TERMS.alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("停水了怎么回事", "家里没电了"),
        ("停水了怎么回事", "停水了,电梯里还困着人"),
        ("楼上太吵了", "楼道灯坏了一个"),
        ("电梯坏了", "厨房水龙头漏水"),
        ("楼下主水管爆裂,地上全是水", "厨房着火了"),
    ],
)
def test_something_else_is_not(one: str, other: str) -> None:
    assert sketch(one).like(sketch(other)) < TERMS.alike


@given(WORDS, WORDS)
def test_likeness_has_no_direction_and_lies_between_0_and_1(one: str, other: str) -> None:
    likeness = sketch(one).like(sketch(other))
    assert likeness == sketch(other).like(sketch(one))
    assert 0 <= likeness <= 1


@given(WORDS)
def test_what_raises_a_new_alarm_is_seen(text: str) -> None:
    mine = sketch(text)
    assert not mine.alarms_beyond([mine])
    assert mine.alarms_beyond([]) is bool(mine.alarms)


def test_phrases_are_found_however_they_are_typed() -> None:
    assert names(("停 水", "没水"), "怎么又没水啊")
    assert not names(("停水",), "电梯坏了")


@pytest.mark.parametrize(
    ("place", "text", "areas"),
    [
        (Place(building="3", unit="1", room="101"), "停水了", ["supply:water"]),
        (Place(building="3", unit="1", room="101"), "自来水发黄", ["supply:tap"]),
        (Place(building="3", spot="地库B2"), "灯坏了", ["spot:地库"]),
        (Place(building="3", spot="厨房"), "漏水", ["building:3"]),
        (Place(building="3", unit="1"), "电梯坏了", ["building:3", "wide:lift"]),
        (None, "漏水", ["estate"]),
    ],
)
def test_the_area_is_a_supply_a_shared_spot_or_a_building_and_the_estate_for_what_is_everybodys(
    place: Place | None, text: str, areas: list[str]
) -> None:
    assert list(areas_of(place, sketch(text), Category.REPAIR)) == areas


def test_money_is_everybodys() -> None:
    areas = areas_of(Place(building="3"), sketch("多收了我的钱"), Category.FEES)
    assert areas == ("building:3", "wide:fees")


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ([Place(building="3", unit="1"), Place(building="3", unit="1", room="2")], "3-1"),
        ([Place(building="3", unit="1"), Place(building="3", unit="2")], "3"),
        ([Place(building="3"), Place(building="4")], "3 4"),
        ([Place(building="3"), Place(building="4"), Place(building="5")], ""),
        ([Place(building="3", spot="地库B1"), Place(building="4", spot="地库")], "地库"),
        ([Place(building="3"), None], ""),
    ],
)
def test_an_incident_is_where_all_its_reports_are(
    places: list[Place | None], expected: str
) -> None:
    built = frozenset("12345")
    assert " ".join(str(one).strip() for one in common(places, built)) == expected


@pytest.mark.parametrize(
    ("wide", "place", "within"),
    [
        ((), None, True),
        ((Place(building="3"),), Place(building="3", unit="2", room="101"), True),
        ((Place(building="3", unit="1"),), Place(building="3", unit="2"), False),
        ((Place(building="3"),), Place(building="4"), False),
        ((Place(building="3"),), None, False),
        ((Place(spot="地库"),), Place(building="4", spot="地库B2"), True),
        ((Place(spot="地库"),), Place(building="4", spot="电梯"), False),
    ],
)
def test_a_place_lies_within_wider_ones(
    wide: tuple[Place, ...], place: Place | None, within: bool
) -> None:
    assert covers(wide, place) is within


def test_the_window_is_the_policys() -> None:
    mine = reported("停水了", who="a")
    others = [reported("没水了", minutes, "b") for minutes in (-121, -119, 119, 121)]
    assert [one.at for one in similar(mine, others, TERMS)] == [
        NOON - timedelta(minutes=119),
        NOON + timedelta(minutes=119),
    ]


@given(st.permutations([reported("停水了", n, f"o{n}") for n in range(4)]))
def test_whatever_the_order_the_same_reports_make_the_same_incident(
    reports: list[Report],
) -> None:
    made, again = propose(reports, ACT), propose(sorted(reports, key=lambda r: r.id), ACT)
    assert made
    assert made == again


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("reports = 1", "reports"),
        ("alike = 2.0", "alike"),
        ('joins = "是"', "joins"),
        ('window = "很久"', "很久"),
        ("x = 1", "x"),
    ],
)
def test_a_faulty_section_is_named(line: str, fault: str) -> None:
    faults = Faults()
    policy = read_policy(f"[incidents]\n{line}\n", faults)
    (found,) = faults.found
    assert fault in found.reason
    assert policy.incidents == TERMS


def test_a_section_may_say_only_what_differs() -> None:
    assert read_terms({"reports": 5}) == Terms(reports=5)
