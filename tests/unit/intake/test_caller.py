"""What a clerk types is read as what callers give."""

import pytest

from services.intake.domain.caller import Clue, clues


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("3-2-1201", (Clue("door", "3-2-1201"),)),
        (" 3栋2单元1201室 ", (Clue("door", "3-2-1201"),)),
        ("3号楼2单元1201", (Clue("door", "3-2-1201"),)),
        ("a座-1201", (Clue("name", "a座-1201"),)),
        ("A-1201", (Clue("door", "A-1201"),)),
        ("5678", (Clue("phone_tail", "5678"), Clue("room", "5678"))),
        ("1201室", (Clue("phone_tail", "1201"), Clue("room", "1201"))),
        ("302", (Clue("room", "302"),)),
        ("138 0000 5678", (Clue("phone", "13800005678"),)),
        ("+86 138-0000-5678", (Clue("phone", "13800005678"),)),
        ("0571-88881234", (Clue("phone", "057188881234"),)),
        ("周明", (Clue("name", "周明"),)),
        ("Jean-Luc", (Clue("name", "Jean-Luc"),)),
    ],
)
def test_what_is_typed_is_understood(typed: str, meant: tuple[Clue, ...]) -> None:
    assert clues(typed) == meant
