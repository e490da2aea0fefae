"""Who is on duty."""

import pytest

from services.router.domain.faults import Faults
from services.router.domain.roster import read_roster
from tests.support.routing import at

ROSTER = """员工编号,星期,开始,结束
day,1-5,08:00,20:00
night,5,20:00,08:00
sunday,7,22:00,06:00
all,每天,00:00,24:00
"""


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-20 08:00", {"day"}),
        ("2026-11-20 20:00", {"night"}),
        ("2026-11-21 03:00", {"night"}),
        ("2026-11-21 08:00", set()),
        ("2026-11-20 03:00", set()),
        ("2026-11-22 23:00", {"sunday"}),
        ("2026-11-23 05:59", {"sunday"}),
        ("2026-11-23 06:00", set()),
    ],
)
def test_a_night_shift_belongs_to_the_day_it_begins_on(moment: str, expected: set[str]) -> None:
    roster = read_roster(ROSTER, frozenset(), Faults())
    assert roster.on_duty(at(moment)) - {"all"} == expected
