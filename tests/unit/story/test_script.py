"""The day's script asks for everything, by every way, of people whom the estate has."""

from itertools import product

import pytest

from deploy.story.courses import COURSES
from deploy.story.day import DAY
from deploy.story.people import VISITORS, owners_of
from deploy.story.script import ENDS, Course, Scene
from services.router.domain.classify import classify
from shared.contracts.words import Category, Channel, Urgency

BUILDINGS = frozenset("123456")
CERTAIN = [scene for scene in DAY if not scene.checked]


def test_the_day_has_at_least_forty_requests() -> None:
    assert len(DAY) >= 40


def test_every_category_occurs_in_every_urgency() -> None:
    assert {(one.category, one.urgency) for one in DAY} == set(product(Category, Urgency))


def test_every_category_comes_in_by_every_channel() -> None:
    assert {(one.category, one.channel) for one in DAY} == set(product(Category, Channel))


def test_every_urgency_comes_in_by_every_channel() -> None:
    assert {(one.urgency, one.channel) for one in DAY} == set(product(Urgency, Channel))


def test_every_course_is_played_and_has_its_steps_and_its_end() -> None:
    assert {one.course for one in DAY} == set(Course) == COURSES.keys() == ENDS.keys()


def test_the_hours_of_the_script_go_forward() -> None:
    assert [one.at for one in DAY] == sorted(one.at for one in DAY)


def test_nobody_says_the_same_twice() -> None:
    assert len({one.text for one in DAY}) == len(DAY)


def test_everybody_lives_on_the_estate_or_is_a_visitor_at_the_desk() -> None:
    known = owners_of()
    assert all(one.who in known or _visits(one) for one in DAY)


def test_whoever_writes_by_wechat_has_an_openid_there() -> None:
    known = owners_of()
    assert all(known[one.who].openid for one in DAY if one.channel is Channel.WECHAT)


def test_only_requests_that_may_rest_are_paused() -> None:
    paused = [one for one in DAY if one.course is Course.PAUSED]
    assert all(one.urgency is not Urgency.URGENT for one in paused)


@pytest.mark.parametrize("scene", CERTAIN, ids=lambda scene: scene.text)
def test_what_the_script_calls_certain_is_read_rightly(scene: Scene) -> None:
    read = classify(scene.text, BUILDINGS)
    assert (read.category, read.urgency) == (scene.category, scene.urgency)


def _visits(scene: Scene) -> bool:
    return scene.channel is Channel.DESK and scene.who in VISITORS
