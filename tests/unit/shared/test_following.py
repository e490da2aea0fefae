"""One request's story is told from everybody's log lines, in time order."""

import io
import json
import subprocess
import sys
import time
from itertools import count
from pathlib import Path
from typing import Final

import pytest
from rich.console import Console

from shared.kernel.ids import number_of
from shared.runtime.logs.lines import Line, growing, line_of, written
from shared.runtime.logs.showing import Shown
from shared.runtime.logs.story import Story, is_read

REQUEST: Final = "61bab624-3daa-5bad-aa76-594c48f9247a"
OTHER: Final = "643e39d0-5f22-53b6-b13a-df25273ebb00"
_TICKS = count()


def line(service: str, event: str, **keys: object) -> Line:
    second = next(_TICKS)
    time_ = f"2026-03-09T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.000001Z"
    return {"time": time_, "level": "info", "service": service, "event": event, **keys}


STORY: Final = [
    line("intake", "http.request", correlation=REQUEST, trace="t1", method="POST", status=201),
    line("gateway", "upstream.failed", trace="t1"),
    line("router", "message.handled", correlation=REQUEST, settled="ack", type="t", id="m1"),
    line("notifier", "notification.delivered", correlation=REQUEST, notification="n1"),
]
OTHERS: Final = [
    line("router", "message.handled", correlation=OTHER, trace="t2"),
    line("gateway", "http.request", trace="t3", method="GET", status=200),
]


def _write(folder: Path, lines: list[Line]) -> list[Path]:
    services = sorted({str(one["service"]) for one in lines})
    for service in services:
        mine = [json.dumps(one) for one in lines if one["service"] == service]
        (folder / f"{service}.jsonl").write_text("not ours\n" + "\n".join(mine) + "\n")
    return [folder / f"{service}.jsonl" for service in services]


def _follow(*arguments: str | Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "shared.runtime.logs", "follow", *map(str, arguments)]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("wanted", [REQUEST, number_of(REQUEST), number_of(REQUEST).lower(), "n1"])
def test_a_request_is_found_by_its_id_its_number_or_what_speaks_of_it(wanted: str) -> None:
    assert Story(wanted).pick([*OTHERS, *STORY]) == STORY


def test_a_line_without_a_correlation_belongs_to_the_story_of_its_trace() -> None:
    assert STORY[1] in Story(REQUEST).pick([*STORY, *OTHERS])


def test_lines_of_all_services_are_told_in_the_order_of_time(tmp_path: Path) -> None:
    files = _write(tmp_path, [*OTHERS, *STORY])
    done = _follow("--request", REQUEST, "--json", "--files", *files)
    assert [json.loads(one)["event"] for one in done.stdout.splitlines()] == [
        one["event"] for one in STORY
    ]


def test_a_pipe_with_composes_prefixes_is_read_as_well() -> None:
    text = "".join(f"router-1  | {json.dumps(one)}\n" for one in STORY)
    done = _follow("--request", REQUEST, "--json", "--files", "-", text=text)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, len(STORY))


def test_a_story_that_nobody_tells_ends_with_1_and_says_so(tmp_path: Path) -> None:
    done = _follow("--request", "K7M2-Q4XA", "--files", *_write(tmp_path, STORY))
    assert (done.returncode, "K7M2-Q4XA" in done.stderr) == (1, True)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = _follow("--request", REQUEST, "--files", tmp_path / "gone.jsonl")
    assert (done.returncode, "gone.jsonl" in done.stderr) == (2, True)


def test_what_is_written_later_is_told_when_it_is_written(tmp_path: Path) -> None:
    [file] = _write(tmp_path, STORY[:1])
    _, marks = written([file])
    with file.open("a") as log:
        log.write(json.dumps(STORY[2]) + "\n" + json.dumps(STORY[3])[:20])
    assert next(growing(marks)) == STORY[2]


def test_following_live_goes_on_until_it_is_told_to_stop(tmp_path: Path) -> None:
    [file] = _write(tmp_path, STORY[:1])
    command = [sys.executable, "-m", "shared.runtime.logs", "follow", "--request", REQUEST]
    with subprocess.Popen(
        [*command, "-f", "--json", "--files", str(file)], stdout=subprocess.PIPE, text=True
    ) as following:
        assert following.stdout is not None
        first = json.loads(following.stdout.readline())
        with file.open("a") as log:
            log.write(json.dumps(STORY[2]) + "\n")
        second = json.loads(following.stdout.readline())
        following.terminate()
    assert [first["event"], second["event"]] == ["http.request", "message.handled"]


def test_who_only_looked_is_left_out_unless_asked_for() -> None:
    looked = [{"method": "GET", "status": status} for status in (200, 404)]
    assert [is_read({**one}) for one in looked] == [True, False]


def test_a_row_names_service_event_and_how_long_after_the_one_before_it_came() -> None:
    out = io.StringIO()
    shown = Shown(Console(file=out, width=200))
    for one in (STORY[0], STORY[2]):
        shown.row(one)
    assert all(part in out.getvalue() for part in ("+2.0 s", "router", "message.handled t → ack"))


def test_half_a_line_and_foreign_lines_are_passed_over() -> None:
    assert [line_of(raw) for raw in ("", "{", "INFO: hello", '{"a": 1}', "[]")] == [None] * 5


def test_telling_a_day_of_a_busy_estate_takes_seconds(tmp_path: Path) -> None:
    busy = [line("router", "message.handled", correlation=f"r{n}", type="t") for n in range(50_000)]
    files, begun = _write(tmp_path, [*busy, *STORY]), time.perf_counter()
    lines, _ = written(files)
    assert Story(REQUEST).pick(lines) == STORY
    assert time.perf_counter() - begun < 10
