"""What staff correct is learnt from, tried out, kept, and can be taken back."""

from dataclasses import asdict, replace
from zlib import crc32

import pytest

from services.router.domain.classify import classify
from services.router.domain.classify.examples import Example, examples
from services.router.domain.classify.trial import HELD_OUT, Exam, Figures, Trial, try_out
from services.router.domain.corrections import accuracy, judged, nameless
from services.router.domain.model_book import SHIPPED, new_book
from services.router.domain.refusals import NoModelBefore, UnknownModel
from shared.contracts.words import Category, Urgency
from tests.support.routing import act_at, at, taken_up

FEW = [one for number, one in enumerate(examples()) if number % 20 == 0]
TEN = at("2026-11-23 10:00")
PASSED = Exam(category=18, urgency=17, urgent_missed=1, messages=20)
GOOD = Figures(category_f1=0.9, urgency_f1=0.9, urgent_recall=0.9, messages=100)


@pytest.fixture(scope="module")
def trial() -> Trial:
    strange = Example(text="奇门遁甲请回收", category=Category.SANITATION, urgency=Urgency.GENERAL)
    return try_out(FEW, [strange] * 5, classify)


def test_a_trial_learns_from_everything(trial: Trial) -> None:
    assert (trial.samples, trial.corrections) == (len(FEW), 5)
    assert 0 < trial.figures.messages < len(FEW)


def test_figures_that_stay_are_no_worse(trial: Trial) -> None:
    assert replace(trial, figures=GOOD, without=GOOD).no_worse


@pytest.mark.parametrize("figure", ["category_f1", "urgency_f1", "urgent_recall"])
def test_a_single_figure_that_falls_is_worse(trial: Trial, figure: str) -> None:
    fallen = Figures(**{**asdict(GOOD), figure: 0.8})
    assert not replace(trial, figures=fallen, without=GOOD).no_worse


@pytest.mark.parametrize(
    "exam",
    [
        replace(PASSED, category=17),
        replace(PASSED, urgency=16),
        replace(PASSED, category=20, urgent_missed=2),
    ],
)
def test_a_model_that_does_worse_in_the_exam_than_the_active_one_is_worse(
    trial: Trial, exam: Exam
) -> None:
    good = replace(trial, figures=GOOD, without=GOOD)
    assert replace(good, exam=PASSED, active=PASSED).no_worse
    assert not replace(good, exam=exam, active=PASSED).no_worse


def test_corrections_held_out_are_an_exam_that_no_model_is_shown() -> None:
    kept_back = next(
        t for n in range(99) if crc32((t := f"太乙神数第{n}卷").encode()) % HELD_OUT == 0
    )
    asked = Example(text=kept_back, category=Category.SANITATION, urgency=Urgency.URGENT)
    without, with_it = try_out(FEW, [], classify), try_out(FEW, [asked], classify)
    assert with_it.model.fingerprint == without.model.fingerprint
    assert (with_it.exam.messages, with_it.active.messages) == (1, 1)
    assert with_it.exam.urgent_missed == 1


def test_a_model_that_is_no_worse_speaks(trial: Trial) -> None:
    book = new_book("sample")
    book.take(replace(trial, figures=GOOD, without=GOOD), TEN)
    assert book.active == trial.model.fingerprint


def test_a_model_that_is_worse_is_kept_but_does_not_speak(trial: Trial) -> None:
    book = new_book("sample")
    book.take(replace(trial, figures=replace(GOOD, category_f1=0.5), without=GOOD), TEN)
    assert (book.active, len(book.models)) == (SHIPPED, 1)


def test_the_same_data_are_entered_once(trial: Trial) -> None:
    book = new_book("sample")
    good = replace(trial, figures=GOOD, without=GOOD)
    book.take(good, TEN)
    book.take(good, TEN)
    assert (len(book.models), book.before) == (1, [SHIPPED])


def test_rolling_back_lets_the_model_before_speak(trial: Trial) -> None:
    book = new_book("sample")
    book.take(replace(trial, figures=GOOD, without=GOOD), TEN)
    book.roll_back(by="m01", at=TEN)
    assert (book.active, book.changed_by) == (SHIPPED, "m01")


def test_without_a_model_before_there_is_nothing_to_go_back_to() -> None:
    with pytest.raises(NoModelBefore, match="更早"):
        new_book("sample").roll_back(by="m01", at=TEN)


def test_what_was_never_learnt_cannot_speak() -> None:
    with pytest.raises(UnknownModel, match="列表"):
        new_book("sample").use("abc", by="m01", at=TEN)


def test_nothing_is_judged_until_a_person_has_looked() -> None:
    assert judged(taken_up()) is None


def test_a_correction_keeps_what_the_classifier_had_said() -> None:
    request = taken_up()
    request.reclassify(act_at("2026-11-23 10:05", "c02"), Category.SANITATION, None, "垃圾")
    request.reclassify(act_at("2026-11-23 10:06", "c02"), Category.SECURITY, None, "再改")
    found = judged(request)
    assert found
    assert (found.was_category, found.category) == (Category.REPAIR, Category.SECURITY)
    assert (found.was_urgency, found.by) == (found.urgency, "c02")


def test_a_confirmed_answer_counts_as_right() -> None:
    request = taken_up()
    request.reclassify(act_at("2026-11-23 10:05", "c02"), None, None, "对")
    found = judged(request)
    assert found
    assert (accuracy([found]).confirmed, accuracy([found]).both) == (1, 1)


def test_a_corrected_urgency_leaves_the_category_right() -> None:
    request = taken_up()
    request.reclassify(act_at("2026-11-23 10:05", "c02"), None, Urgency.URGENT, "漫出来了")
    found = judged(request)
    assert found
    counted = accuracy([found])
    assert (counted.category, counted.urgency, counted.both) == (1, 0, 0)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("我是何浩然，电话13800001111，漏水", "我是某人，电话 ，漏水"),
        ("微信号wx_lisi1990，3栋1201灯坏了", "微信号 ，3栋1201灯坏了"),
    ],
)
def test_what_is_learnt_from_names_nobody(text: str, kept: str) -> None:
    assert nameless(text, "何浩然") == kept
