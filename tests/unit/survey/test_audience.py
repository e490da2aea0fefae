"""Whom a campaign asks is a rule."""

import pytest

from services.survey.domain.campaigns.audience import Audience
from services.survey.domain.owner import Owner, key_of
from tests.support.surveying import ESTATE


@pytest.mark.parametrize(
    ("audience", "asked"),
    [
        (Audience(), True),
        (Audience(buildings=("2",)), False),
        (Audience(buildings=("1",)), True),
        (Audience(units=("1-2",)), True),
        (Audience(units=("1-1",)), False),
    ],
)
def test_the_audience_is_a_rule(audience: Audience, asked: bool) -> None:
    owner = Owner(
        id=key_of("o", ESTATE), estate=ESTATE, owner_id="o", household="h", building="1", unit="2"
    )
    assert audience.asks(owner, "lot") is asked
