"""A time of day is read as people type it, with a plain or a wide colon."""

import pytest

from services.router.domain.hours import minute_of


@pytest.mark.parametrize("text", ["08:30", "8:30", "8\uff1a30", " 08\uff1a30 "])
def test_a_time_is_read(text: str) -> None:
    assert minute_of(text) == 510


@pytest.mark.parametrize("text", ["", "830", "24:01", "8:60", "8;30"])
def test_anything_else_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="08:30"):
        minute_of(text)
