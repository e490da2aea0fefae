"""A storm is held where the parts are wide enough, and drains afterwards."""

from typing import Final

import pytest

from deploy.scaling import SCALED
from deploy.storm import HOUR, Part, course
from tests.support.manifests import named

NARROW: Final = Part(name="narrow", cpu_ms=100, least=1, most=1)
WIDE: Final = Part(name="wide", cpu_ms=100, least=1, most=20)


def test_what_one_process_can_do_waits_for_nothing() -> None:
    calm = course(NARROW, usual=1, storm=10)
    assert (calm.processes, calm.deepest, calm.over) == (1, 0, 0)


def test_what_is_too_much_for_a_part_that_cannot_grow_waits_and_drains_at_its_own_pace() -> None:
    held = course(NARROW, usual=1, storm=20)
    assert held.deepest == pytest.approx((20 - 10) * HOUR)
    assert held.over == pytest.approx(held.deepest / (10 - 1), abs=2)


def test_a_part_that_grows_by_its_queue_holds_the_same_storm_with_a_shallow_one() -> None:
    grown = course(WIDE, usual=1, storm=20)
    assert 1 < grown.processes <= WIDE.most
    assert grown.deepest < course(NARROW, usual=1, storm=20).deepest / 10


def test_what_cannot_keep_up_on_any_day_never_drains() -> None:
    assert course(NARROW, usual=11, storm=20).over is None


@pytest.mark.parametrize("name", SCALED)
def test_a_part_grows_as_the_manifests_let_it(name: str) -> None:
    spec = named("ScaledObject", name)["spec"]
    assert (spec["minReplicaCount"], spec["maxReplicaCount"]) == SCALED[name]
    assert spec["triggers"][0]["metadata"]["value"] == "500"
