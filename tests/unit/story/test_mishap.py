"""A mishap that many report is ended for all of them, also for those who were not looked at yet."""

import asyncio

import pytest

from deploy.story.case import Case
from deploy.story.courses import COURSES
from deploy.story.day import DAY
from deploy.story.people import Cast
from deploy.story.script import Course
from shared.contracts.words import Status
from tests.support.storytelling import view

NOBODY = Cast.__new__(Cast)  # the first step asks nobody


@pytest.mark.parametrize("course", [Course.GATHERED, Course.STILL_OUT])
async def test_a_report_that_was_ended_with_the_others_before_it_was_seen_goes_on(
    course: Course,
) -> None:
    scene = next(scene for scene in DAY if scene.course is course)
    ended = view(Status.RESOLVED).model_copy(update={"assignee": "w-rep-1"})
    case = Case(scene=scene, tell=lambda _: None, view=ended)
    first, *_ = COURSES[course]
    await asyncio.wait_for(first(case, NOBODY), timeout=10)
    assert not case.faults
