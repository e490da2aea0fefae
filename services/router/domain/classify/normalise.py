"""Turn what people type into the spelling that the lexicon knows."""

import re
import unicodedata
from typing import Final

from services.router.domain.classify.finder import Finder
from services.router.domain.classify.lexicon import table

_TABLE: Final = table("normal")
_CHARACTERS: Final = str.maketrans(_TABLE["characters"]["from"], _TABLE["characters"]["to"])
_SAYINGS: Final = _TABLE["sayings"] | {
    emoji: f" {word} " for emoji, word in _TABLE["emoji"].items()
}
_FIND: Final = Finder(_SAYINGS)
_STICKER: Final = re.compile(r"\[[^\[\]\d]{1,6}\]")
_REPEATED: Final = re.compile(r"([^\W\d_])\1{2,}")
_SPACED: Final = re.compile(r"(?:(?<=\s)|^)(?:[\u4e00-\u9fff] ){2,}[\u4e00-\u9fff](?=\s|[^\w]|$)")
_INVISIBLE: Final = re.compile("[\u200b-\u200f\ufe00-\ufe0f\u2060\ufeff]")


def normalise(text: str) -> str:
    """Fold width, case, variants, stickers, drawn-out characters, dialect and common slips."""
    folded = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lower()
    plain = _REPEATED.sub(r"\1", _STICKER.sub(" ", folded.translate(_CHARACTERS)))
    return _replace(_SPACED.sub(lambda run: run[0].replace(" ", ""), plain))


def _replace(text: str) -> str:
    parts: list[str] = []
    after = 0
    for start, end in _FIND(text):
        parts += (text[after:start], _SAYINGS[text[start:end]])
        after = end
    return "".join((*parts, text[after:])) if parts else text
