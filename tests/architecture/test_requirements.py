"""What is installed is pinned and hashed, and comes from wherever the machine says."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.sources import ROOT

COMPILED: Final = sorted(ROOT.glob("requirements*.txt"))
BUILD_FILES: Final = sorted(
    path
    for pattern in (
        *("requirements*", "pyproject.toml", "Makefile", ".ci/run"),
        *("deploy/*.sh", "deploy/**/Dockerfile*", "Dockerfile*"),
    )
    for path in ROOT.glob(pattern)
)
_DEVELOPERS: Final = "requirements-dev.txt"
_ADDRESS: Final = re.compile(
    r"https?://(?!127\.0\.0\.1|localhost)|--(?:extra-)?index-url|--find-links|--trusted-host"
)


def _requirements(text: str) -> Iterator[str]:
    joined = text.replace("\\\n", " ")
    return (line for line in joined.splitlines() if line and not line.lstrip().startswith("#"))


@pytest.mark.parametrize("path", COMPILED, ids=lambda path: path.name)
def test_every_requirement_is_pinned_and_hashed(path: Path) -> None:
    loose = [
        line
        for line in _requirements(path.read_text())
        if not re.match(r"[\w.\[\]-]+==\S+", line) or "--hash=sha256:" not in line
    ]
    assert not loose


@pytest.mark.parametrize("path", COMPILED, ids=lambda path: path.name)
def test_every_input_file_has_its_compiled_one(path: Path) -> None:
    wanted = re.findall(r"^\w[\w-]*", path.with_suffix(".in").read_text(), re.MULTILINE)
    pinned = re.findall(r"^([\w.-]+)", path.read_text(), re.MULTILINE)
    assert set(wanted) <= set(pinned)


def test_what_services_run_on_is_part_of_what_developers_install() -> None:
    run, develop = ((ROOT / name).read_text() for name in ("requirements.txt", _DEVELOPERS))
    assert set(_pins(run)) <= set(_pins(develop))


def test_the_image_is_made_of_hashed_files_only_and_so_is_what_packs_a_source() -> None:
    text = (ROOT / "deploy" / "Dockerfile").read_text().replace("\\\n", " ")
    installs = re.findall(r"pip install ([^&\n]*)", text)
    assert all("--require-hashes" in one for one in installs)
    assert all("--no-build-isolation" in one for one in installs if "--no-binary" in one)
    (copied,) = re.findall(r"^COPY (requirements.*) \./$", text, re.MULTILINE)
    let_in = (ROOT / ".dockerignore").read_text().split()
    assert {f"!{name}" for name in copied.split()} <= set(let_in)


@pytest.mark.parametrize("path", BUILD_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_build_file_names_an_address(path: Path) -> None:
    assert not _ADDRESS.search(path.read_text())


def _pins(text: str) -> list[str]:
    return re.findall(r"^[\w.\[\]-]+==[^\s;]+", text, re.MULTILINE)
