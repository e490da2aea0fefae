"""Say a letter in another language, as long as it has not gone."""

from dataclasses import replace

from services.notifier.domain.digest import joined
from services.notifier.domain.letter import Letter


def spoken_in(letter: Letter, language: str) -> Letter:
    """Return the letter in ``language``, or as it is if it was never written in that."""
    said = letter.others.get(language)
    if said is None or language == letter.language:
        return letter
    others = {**letter.others, letter.language: letter.parts or (letter.text,)}
    others.pop(language)
    parts = said if letter.parts else ()
    text = joined(said, language)
    return replace(letter, language=language, text=text, parts=parts, others=others)


def with_more(letter: Letter, more: Letter) -> Letter:
    """Return ``letter`` with what ``more`` tells besides, in every language that both have."""
    more = spoken_in(more, letter.language)
    parts = (*letter.parts, more.text)
    others = {
        tongue: (*said, *more.others[tongue])
        for tongue, said in letter.others.items()
        if tongue in more.others
    }
    text = joined(parts, letter.language)
    return replace(letter, parts=parts, text=text, others=others, round=more.round)
