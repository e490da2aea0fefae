"""Whatever chooses among logs is what Loki and Alloy take for a choice."""

import re
from typing import Final

import pytest

from deploy.observe.sources import FOLDER
from tests.support.watching import DASHBOARDS, queries_of

ALLOY: Final = (FOLDER / "config.alloy").read_text()
ASKED: Final = [query for dashboard in DASHBOARDS for query in queries_of(dashboard, "loki")]
CHOSEN: Final = [
    one.replace('\\"', '"') for one in re.findall(r'selector\s*=\s*"((?:\\.|[^"])*)"', ALLOY)
]
MATCHER: Final = re.compile(r'(\w+)(=~|=|!=|!~)"([^"]*)"')


@pytest.mark.parametrize("query", [*ASKED, *CHOSEN])
def test_a_selector_asks_for_something_that_is_there(query: str) -> None:
    """Loki refuses one whose matchers would all be content with a label that is absent."""
    (selector,) = re.findall(r"^{([^}]*)}", query)
    matchers = MATCHER.findall(selector)
    assert [
        name
        for name, operator, value in matchers
        if (operator == "=" and value) or (operator == "=~" and not re.fullmatch(value, ""))
    ]


def test_the_labels_that_are_asked_for_are_those_that_are_made() -> None:
    (block,) = re.findall(r"stage\.labels {\s*values = {([^}]*)}", ALLOY)
    made = {"job", *re.findall(r"(\w+) = ", block)}
    asked = {name for query in [*ASKED, *CHOSEN] for name, _, _ in MATCHER.findall(query)}
    assert asked <= made


def test_what_goes_to_loki_is_chosen_and_asked_for_at_all() -> None:
    assert (bool(ASKED), bool(CHOSEN)) == (True, True)
