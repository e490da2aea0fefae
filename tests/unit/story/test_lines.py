"""A request fits into one line of a terminal, and says where it stands."""

from datetime import timedelta

import pytest
from rich.cells import cell_len
from rich.console import Console

from deploy.story.case import Case
from deploy.story.day import DAY
from deploy.story.lines import left, line_of, stands_of
from deploy.story.script import Course
from deploy.story.summary import print_summary
from shared.contracts.event import Place
from shared.contracts.words import Category, Status
from tests.support.storytelling import after, view


def case(status: Status = Status.ACCEPTED, satisfied: bool | None = None, round_: int = 1) -> Case:
    seen = view(status, satisfied=satisfied, round_=round_)
    scene = next(scene for scene in DAY if scene.course is Course.PLAIN)
    return Case(scene=scene, tell=lambda _: None, number="K7M2-Q4XA", view=seen)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(892, "14:52"), (-61, "-01:01"), (14340, "3h59m"), (318600, "3d16h")],
)
def test_the_time_that_is_left_is_said_as_people_say_it(seconds: int, words: str) -> None:
    assert left(timedelta(seconds=seconds)) == words


def test_the_longest_line_fits_into_a_hundred_columns() -> None:
    long = case(Status.ASSIGNED, round_=2)
    place = Place(building="12", unit="2", room="1201")
    long.view = view(Status.ASSIGNED, round_=2).model_copy(
        update={"category": Category.SANITATION, "place": place, "assignee_name": "欧阳明哲"}
    )
    assert line_of(long, after(0)).cell_len <= 100


def test_the_promise_that_falls_due_next_is_shown_with_what_is_left_of_it() -> None:
    assert "resolve  15:00" in line_of(case(), after(0)).plain


def test_a_second_round_shows() -> None:
    assert stands_of(case(Status.ACCEPTED, round_=2)) == "accepted 2"


def test_closed_without_a_satisfied_owner_is_signed_off_and_not_closed() -> None:
    assert stands_of(case(Status.CLOSED, satisfied=False)) == "signed"


def test_a_request_where_the_script_has_it_in_the_end_is_no_fault() -> None:
    good = case(Status.CLOSED, satisfied=True)
    good.end()
    assert not good.faults


def test_a_request_that_stands_elsewhere_fails_the_day_with_its_number(
    capsys: pytest.CaptureFixture[str],
) -> None:
    wrong = case(Status.RESOLVED)
    wrong.end()
    came_true = print_summary([wrong], [], Console(width=100))
    assert (came_true, "✗ K7M2-Q4XA" in capsys.readouterr().out) == (False, True)


def test_the_summary_fits_into_a_hundred_columns(capsys: pytest.CaptureFixture[str]) -> None:
    print_summary([case(Status.CLOSED, satisfied=True)], [], Console(width=100))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(cell_len, lines)) <= 100
