"""A link is the same each time it is made, and cannot be made by anybody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.survey.domain.links import Links
from services.survey.domain.refusals import SurveyUnknown
from shared.kernel.ids import derived_id
from tests.support.surveying import LINKS

SURVEY = derived_id("survey", "r", "1")


def test_a_link_leads_back_to_its_survey() -> None:
    assert LINKS.read(LINKS.token(SURVEY)) == SURVEY


def test_the_same_survey_has_the_same_link_again() -> None:
    assert LINKS.path(SURVEY) == f"/s/{LINKS.token(SURVEY)}"


def test_a_link_sealed_with_another_secret_is_unknown() -> None:
    foreign = Links(b"another secret").token(SURVEY)

    with pytest.raises(SurveyUnknown):
        LINKS.read(foreign)


def test_one_letter_changed_anywhere_is_unknown() -> None:
    token = LINKS.token(SURVEY)
    for place, letter in enumerate(token):
        changed = token[:place] + ("A" if letter != "A" else "B") + token[place + 1 :]
        with pytest.raises(SurveyUnknown):
            LINKS.read(changed)


@given(st.text(max_size=80))
def test_whatever_else_is_typed_is_unknown(typed: str) -> None:
    with pytest.raises(SurveyUnknown):
        LINKS.read(typed)


def test_the_secret_does_not_show() -> None:
    assert repr(LINKS) == "Links()"
