"""What is logged and measured is listed from the code, with what to do about it."""

import ast
import re
from typing import Final

import pytest

from deploy.observe.advice import Advice, advice
from deploy.observe.documents import DOCUMENTS, log_events_document, metrics_document
from deploy.observe.log_events import NotLiteral, events
from deploy.observe.metric_list import metrics
from deploy.observe.sources import FOLDER, Module, modules

OURS: Final = tuple(modules())
EVENTS: Final = events(OURS)
AGAIN: Final = "run `python -m deploy.observe`"


def _in(code: str) -> Module:
    return Module("services/router/jobs.py", ast.parse(code))


def test_every_event_of_the_code_has_its_row_of_advice() -> None:
    assert sorted(EVENTS.keys() - advice().keys()) == [], "add rows to log_events.toml"


def test_no_advice_is_left_of_events_that_are_gone() -> None:
    assert sorted(advice().keys() - EVENTS.keys()) == []


def test_the_list_of_log_events_is_what_the_code_says() -> None:
    assert DOCUMENTS["LOG_EVENTS.md"].read_text() == log_events_document(EVENTS, advice()), AGAIN


def test_the_list_of_metrics_is_what_the_code_says() -> None:
    assert DOCUMENTS["METRICS.md"].read_text() == metrics_document(metrics(OURS)), AGAIN


def test_events_are_named_as_noun_and_verb() -> None:
    assert not [name for name in EVENTS if not re.fullmatch(r"[a-z-]+\.([a-z-]+|\*)", name)]


def test_an_event_without_advice_says_so_in_the_list() -> None:
    assert "no advice yet" in log_events_document(events([_in('log.info("a.b")')]), {})


def test_an_event_whose_name_is_made_elsewhere_is_refused_by_file_and_line() -> None:
    with pytest.raises(NotLiteral, match=r"services/router/jobs\.py:1"):
        events([_in("log.info(name)")])


def test_a_level_that_is_chosen_at_work_is_listed_with_all_that_it_may_be() -> None:
    code = 'def f():\n    tell = log.info if x else log.error\n    tell("a.b", id=1)'
    [event] = events([_in(code)]).values()
    assert (event.level, *event.keys, *event.homes) == ("info or error", "id", "router")


def test_the_keys_of_a_mapping_that_is_passed_on_are_listed() -> None:
    code = 'def f():\n    extra = {"slug": 1} if x else {}\n    log.warning("a.b", id=1, **extra)'
    assert events([_in(code)])["a.b"].keys == {"id", "slug"}


def test_every_run_book_that_an_event_names_is_there() -> None:
    runbooks = set(re.findall(r"^## (\w+)", (FOLDER / "RUNBOOKS.md").read_text(), re.MULTILINE))
    named = {name for row in advice().values() for name in _run_books(row)}
    assert named <= runbooks


def _run_books(row: Advice) -> list[str]:
    return re.findall(r"run-book (\w+)", row.do)
