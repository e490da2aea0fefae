"""The pages' scripts hold together: what they import, look up, call and link to is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.gateway.api import routes
from services.gateway.api.pages import SHELLS, WEB
from services.gateway.api.problems import explained
from services.gateway.domain.upstreams import PHOTO, upstream_of
from services.intake.domain.photo import MOST_BYTES

STATIC = WEB / "static"
SCRIPTS = sorted(STATIC.glob("*.js"))
TEXTS = {one.name: one.read_text() for one in SCRIPTS}
MODULES = [name for name, text in TEXTS.items() if re.search(r"^(import|export) ", text, re.M)]
LONGEST = 250
IMPORT = re.compile(r'^import \{ ([^}]+) \} from "\./([\w-]+\.js)";$', re.M)
RISKY = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\.style\b"
)


def _exported(name: str) -> set[str]:
    return set(re.findall(r"^export (?:async )?(?:function|const|class) (\w+)", TEXTS[name], re.M))


def _imports() -> Iterator[tuple[str, str, str]]:
    for name, text in TEXTS.items():
        for names, source in IMPORT.findall(text):
            yield from ((name, one.strip(), source) for one in names.split(","))


@pytest.mark.parametrize("name", TEXTS)
def test_a_script_stays_short_enough_to_read(name: str) -> None:
    assert len(TEXTS[name].splitlines()) <= LONGEST


@pytest.mark.parametrize("name", TEXTS)
def test_no_script_turns_text_into_markup_or_into_code(name: str) -> None:
    assert not RISKY.search(TEXTS[name])


@pytest.mark.parametrize("name", MODULES)
def test_what_a_script_imports_is_exported(name: str) -> None:
    taken = [(one, source) for at, one, source in _imports() if at == name]
    assert [one for one, source in taken if one not in _exported(source)] == []


@pytest.mark.parametrize("name", MODULES)
def test_every_import_is_used(name: str) -> None:
    text = IMPORT.sub("", TEXTS[name])
    taken = [one for at, one, _ in _imports() if at == name]
    assert [one for one in taken if not re.search(rf"\b{one}\b", text)] == []


@pytest.mark.parametrize("name", MODULES)
def test_what_one_script_exports_another_one_takes(name: str) -> None:
    assert _exported(name) - {one for _, one, source in _imports() if source == name} == set()


@pytest.mark.parametrize("name", TEXTS)
def test_the_elements_that_a_script_looks_up_are_on_its_page(name: str) -> None:
    wanted = set(re.findall(r'getElementById\("([\w-]+)"\)', TEXTS[name]))
    for template in _templates_with(name):
        assert wanted <= set(re.findall(r'id="([\w-]+)"', template))


@pytest.mark.parametrize("name", TEXTS)
def test_the_api_that_a_script_calls_is_somebodys(name: str) -> None:
    own = {"/".join(path.split("/")[:4]) for _, path, _ in routes.table}
    called = {found.rstrip("/") for found in re.findall(r"/api/v1/[\w-]+", TEXTS[name])}
    assert [one for one in called if upstream_of(one) is None and one not in own] == []


@pytest.mark.parametrize("name", TEXTS)
def test_the_pages_that_a_script_links_to_are_there(name: str) -> None:
    links = re.findall(r'href(?:: | = )["`](/(?!api/)[\w/-]*)', TEXTS[name])
    shells = [re.sub(r"\{\w+\}", "", path).rstrip("/") for path in SHELLS]
    assert [one for one in links if one.rstrip("/") not in shells] == []


@pytest.mark.parametrize("template", sorted((WEB / "templates").glob("*.html")), ids=str)
def test_the_files_that_a_page_asks_for_are_there(template: Path) -> None:
    wanted = re.findall(r'(?:src|href)="/static/([\w.-]+)', template.read_text())
    assert [one for one in wanted if not (STATIC / one).exists()] == []


def test_the_largest_photo_is_the_same_everywhere() -> None:
    told = f"{MOST_BYTES // 2**20} MB"
    assert PHOTO == MOST_BYTES
    assert f"照片不超过 {told}" in explained("too-large")[1]
    assert f"照片超过 {told}" in TEXTS["photos.js"]


def _templates_with(script: str) -> Iterator[str]:
    """Yield the templates that load a script, by itself or by an import."""
    loaders = {script}
    while more := {one for one, _, source in _imports() if source in loaders} - loaders:
        loaders |= more
    for path in (WEB / "templates").glob("*.html"):
        if any(f"/static/{one}" in path.read_text() for one in loaders):
            yield path.read_text()
