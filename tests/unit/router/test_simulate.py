"""The command that compares rules: what it prints, what it refuses."""

import argparse
from io import StringIO
from pathlib import Path

import orjson
import pytest
from rich.console import Console

from deploy.local.stack import ROOT
from services.router.channels import simulating
from services.router.domain.simulation.past import NotPast, read_pasts

ESTATE = ROOT / "deploy" / "estate"
LINE = '{"submitted_at": "2026-11-23T10:00:00+08:00", "category": "repair", "urgency": "general"}'


def given(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    simulating.options(parser)
    return parser.parse_args(["--estate", str(ESTATE), *words])


def shown(*words: str) -> str:
    console = Console(file=StringIO(), width=100)
    simulating.simulate(given(*words), console)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


@pytest.fixture
def stricter(tmp_path: Path) -> Path:
    """Return the estate's policy with a shorter promise for general requests."""
    text = (ESTATE / "policy.toml").read_text()
    path = tmp_path / "policy.toml"
    path.write_text(text.replace('resolution = "3个工作日"', 'resolution = "1小时"'))
    return path


def test_a_stricter_promise_is_missed_more_often(stricter: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    text = shown("--sample", "150", "1", "--policy", str(stricter), "--json", str(out))
    rows = [one for one in orjson.loads(out.read_bytes())["clocks"] if one["clock"] == "resolution"]
    assert sum(one["new"]["missed"] for one in rows) > sum(one["today"]["missed"] for one in rows)
    assert "处理完毕" in text


def test_the_same_rules_differ_in_nothing(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    shown("--sample", "100", "1", "--json", str(out))
    figures = orjson.loads(out.read_bytes())
    assert all(one["today"] == one["new"] for one in figures["clocks"])


def test_a_made_up_year_that_was_kept_gives_the_same_again(tmp_path: Path) -> None:
    kept = tmp_path / "past.jsonl"
    first = shown("--sample", "50", "1", "--write", str(kept))
    assert shown("--requests", str(kept)) == first


def test_a_message_without_a_category_is_classified(tmp_path: Path) -> None:
    past = tmp_path / "past.jsonl"
    past.write_text(
        '{"submitted_at": "2026-11-23T10:00:00+08:00", "text": "水管爆了,家里全是水"}\n'
    )
    assert "到场" in shown("--requests", str(past))


def test_faulty_rules_are_refused_with_file_and_line(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('working_hours = ["18:00-08:00"]\n')
    with pytest.raises(ValueError, match=r"policy\.toml:1"):
        shown("--sample", "1", "1", "--policy", str(policy))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2"),
        ('{"submitted_at": "2026-11-23T10:00:00"}', "submitted_at"),
        ('{"submitted_at": "2026-11-23T10:00:00+08:00"}', "category and urgency"),
        (f'{LINE[:-1]}, "phone": "1"}}', "phone"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line: str, said: str) -> None:
    with pytest.raises(NotPast, match=said):
        list(read_pasts([LINE, line]))
