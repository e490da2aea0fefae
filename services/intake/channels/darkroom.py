"""Turn a phone's picture into a photo fit to keep: proven, upright, without EXIF."""

import asyncio
import io
import struct
from collections.abc import Mapping
from typing import Final

from PIL import Image, ImageOps

from services.intake.domain.photo import (
    MOST_JPEG_PIXELS,
    MOST_PIXELS,
    NotAPhoto,
    Photo,
    TooManyPixels,
)

AT_ONCE: Final = 2
LONGEST_SIDE: Final = 2560
Image.MAX_IMAGE_PIXELS = MOST_JPEG_PIXELS
_TYPES: Final[Mapping[str, str]] = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
}
_MODES: Final = frozenset({"RGB", "RGBA", "L", "LA"})
_BOMBS: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_BROKEN: Final = (OSError, SyntaxError, ValueError, EOFError, struct.error)


class ThreadedDarkroom:
    """Develops in threads, two photos at a time, so that nobody waits for a picture."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(AT_ONCE)

    async def develop(self, content: bytes) -> Photo:
        """Return the photo; raises ``NotAPhoto`` or ``TooManyPixels``."""
        async with self._places:
            return await asyncio.to_thread(develop, content)


def develop(content: bytes) -> Photo:
    """Decode the bytes whole and write the picture anew, so that only the picture is left.

    The type is read from the bytes; longest side at most 2560 pixels.
    """
    try:
        with Image.open(io.BytesIO(content), formats=tuple(_TYPES)) as image:
            return _developed(image)
    except _BOMBS as error:
        raise TooManyPixels(MOST_JPEG_PIXELS) from error
    except _BROKEN as error:
        raise NotAPhoto from error


def _developed(image: Image.Image) -> Photo:
    kind = image.format or ""
    most = _most_pixels(image)
    if image.width * image.height > most:
        raise TooManyPixels(most)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    picture = ImageOps.exif_transpose(image)
    picture = picture if picture.mode in _MODES else picture.convert("RGB")
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, kind, quality=88)
    return Photo(content_type=_TYPES[kind], content=out.getvalue())


def _most_pixels(image: Image.Image) -> int:
    """Return how many pixels fit into memory: a plain JPEG is decoded at a fraction of them."""
    plain = image.format == "JPEG" and "progressive" not in image.info
    return MOST_JPEG_PIXELS if plain else MOST_PIXELS
