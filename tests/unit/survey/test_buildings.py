"""What is shown by building names nobody, not even by subtraction."""

from datetime import timedelta

import pytest

from services.survey.domain.campaigns.audience import Audience
from services.survey.domain.campaigns.buildings import hidden_in, shares
from services.survey.domain.campaigns.campaign import Campaign
from services.survey.domain.campaigns.questions import Kind, Question, Questionnaire
from services.survey.domain.campaigns.tally import ASKED, Tally
from tests.support.surveying import ESTATE, NOON

ASK = Question(id="q", kind=Kind.SINGLE, text="解决了吗?", options=("是", "否"))


def campaign(*, anonymous: bool = True) -> Campaign:
    return Campaign(
        id="k",
        estate=ESTATE,
        title="问卷",
        intro="",
        questionnaire=Questionnaire(questions=(ASK,)),
        anonymous=anonymous,
        audience=Audience(),
        opens_at=NOON,
        remind_at=None,
        closes_at=NOON + timedelta(days=1),
        created_by="m01",
        invited=[("1", 20), ("2", 20), ("3", 20)],
    )


def tallies(**numbers: int) -> dict[str, Tally]:
    """Return counts by building; ``b`` alone is of no building."""
    return {
        name.removeprefix("b"): Tally(number, {"q": {ASKED: number, "是": number}})
        for name, number in numbers.items()
    }


@pytest.mark.parametrize(
    ("numbers", "hidden"),
    [
        ({"b1": 9, "b2": 7, "b3": 5}, set()),
        ({"b1": 9, "b2": 7, "b3": 0}, {"3"}),
        ({"b1": 9, "b2": 7, "b3": 1}, {"2", "3"}),
        ({"b1": 9, "b2": 4, "b3": 4}, {"2", "3"}),
        ({"b1": 9, "b2": 7, "b": 6}, {"3"}),
    ],
)
def test_the_few_cannot_be_reckoned_from_the_rest(
    numbers: dict[str, int], hidden: set[str]
) -> None:
    assert hidden_in(campaign(), "q", tallies(**numbers)) == hidden


def test_who_was_told_that_it_would_be_known_is_shown() -> None:
    found = shares(campaign(anonymous=False), ASK, ("是", "否"), tallies(b1=1, b2=0, b3=3))
    assert [(one.building, one.shares) for one in found] == [
        ("1", (1.0, 0.0)),
        ("2", (0.0, 0.0)),
        ("3", (1.0, 0.0)),
    ]
