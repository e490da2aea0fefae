"""Whatever the services can tell a page, the page has Chinese words for."""

import re
from pathlib import Path

import pytest

from services.gateway.api.audit import Book
from services.gateway.api.pages import WEB
from services.gateway.domain.directory import words
from services.notifier.domain.kinds import OPTIONAL, Kind
from services.notifier.domain.notification import State as Standing
from services.notifier.domain.texts import TEXTS
from services.notifier.domain.texts_english import ENGLISH
from services.notifier.domain.webhooks import State
from shared.contracts.registry import REGISTRY
from shared.contracts.words import ClockName, Outlet, Role
from tests.support.matrix import rows

SERVICES = Path(words.__file__).parents[3]
WORDS = (WEB / "static" / "words.js").read_text()
NOTED = re.compile(r'await (?:note|audit)\(\s*request,\s*[^,]+,\s*"([a-z.-]+)"')
INNER = frozenset({Role.SERVICE})
FOR_PROGRAMS = ("/api/v1/uploads", "/api/v1/directory/passwords", "/api/v1/survey-rules")
SPOKEN = ("self", "household", "estate")


def told(name: str) -> set[str]:
    """Return what a table of words.js has words for."""
    body = re.search(rf"^export const {name} = (\{{.*?\}});$", WORDS, re.M | re.S)
    assert body, name
    return set(re.findall(r'(?:^|[{,])\s*"?([\w@. -]+?)"?: "', body[1], re.M))


def noted() -> set[str]:
    """Return everything that a service may write down."""
    sources = (one.read_text() for one in SERVICES.glob("*/api/*.py"))
    return {what for text in sources for what in NOTED.findall(text)}


def test_every_deed_that_is_written_down_has_words() -> None:
    assert len(noted()) > 30
    assert noted() - told("DEED") == set()


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("BOOK", set(Book)),
        ("KIND", set(Kind)),
        ("DELIVERY", set(State)),
        ("SENT", set(Standing)),
        ("CLOCK", set(ClockName)),
        ("OUTLET", set(Outlet)),
        ("ROLE", set(Role) - INNER),
    ],
)
def test_every_word_of_a_list_has_its_chinese(name: str, wanted: set[str]) -> None:
    assert {str(one) for one in wanted} - told(name) == set()


def test_every_event_that_a_webhook_may_ask_for_belongs_to_a_group() -> None:
    assert {one.partition(".")[0] for one in REGISTRY} - told("HOOK_GROUP") == set()


def test_every_text_that_is_sent_can_be_found_in_the_console() -> None:
    groups = told("SENT_TO")
    stray = [
        one
        for one in (*TEXTS, *ENGLISH)
        if not any(one.startswith(group) or one.endswith(group) for group in groups)
    ]
    assert stray == []


def test_what_may_not_be_turned_off_is_the_same_for_the_page_and_the_notifier() -> None:
    text = (WEB / "static" / "wishes.js").read_text()
    needed = re.search(r"NEEDED = \[([^\]]*)\]", text)
    assert needed
    assert set(re.findall(r'"(\w+)"', needed[1])) == set(Kind) - OPTIONAL


def test_every_operation_that_a_person_may_call_has_its_place_on_a_page() -> None:
    scripts = "".join(one.read_text() for one in (WEB / "static").glob("*.js"))
    missing = [
        row.name
        for row in rows()
        if row.scope in SPOKEN and not row.path.startswith(FOR_PROGRAMS)
        if not all(part in scripts for part in re.findall(r"/([a-z][a-z0-9-]+)", row.path))
    ]
    assert missing == []
