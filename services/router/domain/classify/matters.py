"""Part a message that lists several matters, so that the most urgent of them can rule."""

import re
from typing import Final

LONGEST: Final = 120  # characters; an essay numbers its arguments, not its troubles
_PART: Final = re.compile(
    r"(?:^|(?<=[\s,。;:!?]))[1-9一二三四五六](?:[.、):,]|是|\s)|(?<![\d.])[1-9](?=[^\d\s.\-:号楼栋幢单元层点分年月日个天次小块元岁户家人台部条层米度万千百十])"
    r"|另外|还有个?事|对了|顺便|先不说|回头再说|以后再说|再说吧|除此之外|更要命的是|最急的是"
)


def matters(plain: str) -> list[str]:
    """Return the parts of a normalised message; none when it speaks of one matter."""
    if len(plain) > LONGEST:
        return []
    parts = [part.strip(" ,。;:!?") for part in _PART.split(plain)]
    found = [part for part in parts if len(part) > 2]
    return found if len(found) > 1 else []
