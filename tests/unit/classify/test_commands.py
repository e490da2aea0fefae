"""The classifier's command line: lines in, lines out, in order, without a server."""

import io
import json
import subprocess
import sys

import pytest

from services.router.channels.learning import CommandSettings
from services.router.commands import (
    NotRows,
    classify_lines,
    evaluate,
    learn_files,
    rows,
    train_file,
)
from services.router.domain.classify.shipped import shipped

LABELLED = [
    json.dumps({"text": text, "label": label})
    for text, label in (("苹果甜", "果"), ("苹果香", "果"), ("米饭香", "饭"), ("米饭热", "饭"))
]


def test_every_line_is_answered_in_order() -> None:
    target = io.StringIO()
    lines = [json.dumps({"text": text}) for text in ("电梯困人了", "物业费涨价")]
    classify_lines(lines, target, shipped(), frozenset())
    answers = [json.loads(line) for line in target.getvalue().splitlines()]
    assert [answer["category"] for answer in answers] == ["repair", "fees"]
    assert set(answers[0]) == {"category", "urgency", "place", "confidence", "reasons"}


def test_a_place_is_checked_against_the_buildings_given() -> None:
    target = io.StringIO()
    classify_lines(['{"text": "3栋灯坏了"}'], target, shipped(), frozenset({"3"}))
    assert json.loads(target.getvalue())["place"] == {"building": "3"}


def test_a_model_of_labels_answers_with_a_label() -> None:
    target = io.StringIO()
    classify_lines(['{"text": "红苹果"}'], target, train_file(LABELLED), frozenset())
    assert json.loads(target.getvalue())["label"] == "果"


def test_blank_lines_are_passed_over() -> None:
    assert list(rows(["", '{"text": "a"}', " "], "text")) == [{"text": "a"}]


@pytest.mark.parametrize("line", ["nonsense", "[]", "{}", '{"text": 1}'])
def test_a_line_that_is_no_message_is_named(line: str) -> None:
    with pytest.raises(NotRows, match="line 2"):
        list(rows(['{"text": "a"}', line], "text"))


def test_the_evaluation_shows_f1_recall_precision_and_confusion() -> None:
    target = io.StringIO()
    row = {"text": "电梯困人了", "category": "repair", "urgency": "urgent"}
    evaluate([json.dumps(row)], target, shipped())
    assert "urgency: macro-F1 1.000" in target.getvalue()
    assert "a second of one core" in target.getvalue()


def test_corrections_join_the_samples() -> None:
    row = {"text": "奇门遁甲", "category": "other", "urgency": "general"}
    assert learn_files([json.dumps(row)]).fingerprint != shipped().fingerprint


def test_a_command_wants_no_key_that_only_a_server_needs() -> None:
    settings = CommandSettings(amqp_url="amqp://a", mongo_url="mongodb://m")
    assert settings.estate == "sample"


def test_training_keeps_no_server_s_drivers_in_memory() -> None:
    seen = "import sys, services.router.commands; print({'motor', 'aio_pika'} & {*sys.modules})"
    ran = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
