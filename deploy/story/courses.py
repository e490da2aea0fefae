"""Say, course by course, which steps follow on each other."""

from collections.abc import Mapping
from typing import Final

from deploy.story import answers, mishap, steps
from deploy.story.script import Course
from deploy.story.steps import Step

_TAKEN: Final = (steps.assigned, steps.look_over)
_WITH_OTHERS: Final = (mishap.taken_up, steps.look_over)
_DONE: Final = (steps.arrive, steps.resolve, answers.read_result, steps.told)
_AGAIN: Final = (steps.accept, *_DONE)
_TOLD: Final = (answers.read_result, steps.told)
_GOOD: Final = (answers.be_satisfied,)
_BAD: Final = (answers.be_dissatisfied,)

COURSES: Final[Mapping[Course, tuple[Step, ...]]] = {
    Course.PLAIN: (*_TAKEN, steps.accept, *_DONE, *_GOOD),
    Course.NOTED: (*_TAKEN, steps.accept, steps.note, *_DONE, *_GOOD),
    Course.PAUSED: (*_TAKEN, steps.accept, steps.pause, steps.resume, *_DONE, *_GOOD),
    Course.TRANSFERRED: (*_TAKEN, steps.transfer, *_DONE, *_GOOD),
    Course.URGED: (*_TAKEN, answers.urge, steps.accept, *_DONE, *_GOOD),
    Course.PHONED: (
        *_TAKEN,
        steps.accept,
        steps.resolve,
        steps.phone_result,
        steps.told,
        *_GOOD,
    ),
    Course.UNHAPPY: (*_TAKEN, steps.accept, *_DONE, *_BAD, steps.call_back, *_AGAIN, *_GOOD),
    Course.SIGNED_OFF: (
        *_TAKEN,
        steps.accept,
        *_DONE,
        *_BAD,
        *_AGAIN,
        steps.call_in_vain,
        steps.sign_off,
    ),
    Course.SILENT: (*_TAKEN, steps.accept, *_DONE, answers.be_silent),
    Course.WITHDRAWN: (*_TAKEN, answers.withdraw),
    Course.TAKEN_BACK: (*_TAKEN, steps.accept, steps.take_back),
    Course.MASS: (*_TAKEN, mishap.confirm, mishap.joined, mishap.end, *_TOLD, *_GOOD),
    Course.GATHERED: (*_WITH_OTHERS, mishap.joined, *_TOLD, *_GOOD),
    Course.STILL_OUT: (
        *_WITH_OTHERS,
        mishap.joined,
        *_TOLD,
        *_BAD,
        steps.call_back,
        *_AGAIN,
        *_GOOD,
    ),
}
