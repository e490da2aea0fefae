"""What is wrong with a form is told in Chinese, field by field."""

from typing import Annotated, get_args

import pytest
from pydantic import AfterValidator, AwareDatetime, Field, HttpUrl, ValidationError
from pydantic_core.core_schema import ErrorType

from shared.web.operation import Form
from shared.web.problems import invalid, reason_of


def _odd(number: int) -> int:
    if number == 4:
        raise ValueError("not four")
    if number % 2 == 0:
        raise ValueError("要是单数")
    return number


class Filled(Form):
    """One field of each kind that a form may have."""

    phone: Annotated[str, Field(pattern="^[0-9]+$")] = ""
    times: int = 1
    until: AwareDatetime | None = None
    site: HttpUrl | None = None
    either: int | bool = 1
    odd: Annotated[int, AfterValidator(_odd)] = 1


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("phone", "我的手机", "格式不对"),
        ("times", "很多", "应当是整数"),
        ("until", "明天", "应当是日期和时间，例如 2026-01-31T09:00:00+08:00"),
        ("until", "2026-01-31T09:00:00", "时间要带时区，例如 2026-01-31T09:00:00+08:00"),
        ("site", "没有网址", "网址不对"),
        ("either", [], "应当是整数"),
        ("odd", 2, "要是单数"),
        ("odd", 4, "填得不对"),
    ],
)
def test_every_fault_is_told_in_chinese(field: str, value: object, reason: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Filled.model_validate({field: value})
    assert invalid(caught.value).faults[0][1] == reason


def test_every_kind_of_fault_that_pydantic_knows_has_words_of_ours() -> None:
    told = [
        reason_of({"type": kind, "msg": "in English", "loc": (), "input": None})
        for kind in get_args(ErrorType)
    ]
    assert not [reason for reason in told if reason.isascii()]
