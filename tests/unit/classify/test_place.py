"""Where a message is about is read from it and checked against the estate's buildings."""

import pytest

from services.router.domain.classify import classify
from shared.contracts.event import Place

ESTATE = frozenset({"1", "2", "3", "12", "A"})
PLACES = (
    ("3栋2单元1201室漏水", Place(building="3", unit="2", room="1201")),
    ("三栋二单元1201漏水", Place(building="3", unit="2", room="1201")),
    ("十二号楼一单元灯不亮", Place(building="12", unit="1")),
    ("１２幢门禁坏了", Place(building="12")),
    ("A座空调滴水", Place(building="A")),
    ("3-2-1201 家里没水", Place(building="3", unit="2", room="1201")),
    ("12-602灯坏了", Place(building="12", room="602")),
    ("地库积水了", Place(spot="地库")),
    ("负二层车库有烟味", Place(spot="负二层车库")),
    ("15楼走廊灯不亮", Place(spot="15楼走廊")),
    ("1栋电梯坏了", Place(building="1", spot="电梯")),
)


@pytest.mark.parametrize(("text", "place"), PLACES)
def test_a_place_is_read_as_people_write_it(text: str, place: Place) -> None:
    assert classify(text, ESTATE).place == place


def test_a_building_that_the_estate_has_not_is_not_taken_over() -> None:
    verdict = classify("99栋电梯坏了", ESTATE)
    assert verdict.place == Place(spot="电梯")
    assert "小区没有99栋" in verdict.reasons


def test_without_known_buildings_every_building_is_believed() -> None:
    assert classify("99栋灯坏了").place == Place(building="99")


@pytest.mark.parametrize("text", ["2024-11-23 报过修了", "一共收了1200元", "打了3次电话"])
def test_dates_and_amounts_are_no_place(text: str) -> None:
    assert classify(text, ESTATE).place is None
