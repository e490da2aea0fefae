"""Turn Chinese numerals up to 999 into digits."""

from typing import Final

_DIGIT: Final = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "两": 2
}
_UNIT: Final = {"十": 10, "百": 100}


def to_digits(numeral: str) -> str:
    """Return ``十二`` as ``12``; what is no Chinese numeral comes back as it was."""
    if not numeral or not all(c in _DIGIT or c in _UNIT for c in numeral):
        return numeral
    total, digit = 0, 0
    for character in numeral:
        if character in _UNIT:
            total += (digit or 1) * _UNIT[character]
            digit = 0
        else:
            digit = _DIGIT[character]
    return str(total + digit)
