"""Logs tell what happened and never an owner's words."""

import json
from collections.abc import Iterator

import pytest
import structlog

from shared.runtime.logs import set_up_logs


@pytest.fixture(autouse=True)
def _as_json() -> Iterator[None]:
    set_up_logs("router", "INFO", "json")
    yield
    structlog.reset_defaults()


def _line(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    line: dict[str, object] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return line


@pytest.mark.parametrize("key", ["phone", "text", "openid", "name", "token", "code", "words"])
def test_a_private_key_is_masked(key: str, capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().info("request.assigned", **{key: "13900000001"})
    assert "13900000001" not in json.dumps(_line(capsys))


def test_every_line_names_its_time_level_event_and_service(
    capsys: pytest.CaptureFixture[str],
) -> None:
    structlog.get_logger().info("request.assigned", request="r1")
    line = _line(capsys)
    assert {"time", "level", "event", "service", "request"} <= line.keys()


def test_a_bug_s_line_has_the_places_but_neither_message_nor_variables(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = "我家在3栋"
    try:
        raise KeyError(words)
    except KeyError:
        structlog.get_logger().exception("http.bug")
    line = _line(capsys)
    assert line["error"] == "KeyError"
    assert "test_logs.py" in str(line["at"])
    assert words not in json.dumps(line, ensure_ascii=False)
