"""Photos are proven by their bytes, turned upright and stripped."""

import io
import zlib

import pytest
from PIL import ExifTags, Image

from services.intake.channels.darkroom import LONGEST_SIDE, ThreadedDarkroom, develop
from services.intake.domain.photo import NotAPhoto, TooManyPixels

GPS = {1: "N", 2: (30.0, 15.0, 0.0)}


def picture(kind: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **how: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 120).save(out, kind, **how)
    return out.getvalue()


def with_exif(kind: str, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "SecretPhone"
    exif[ExifTags.IFD.GPSInfo] = GPS
    return picture(kind, exif=exif)


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")],
)
def test_the_type_is_read_from_the_bytes(kind: str, content_type: str) -> None:
    assert develop(picture(kind)).content_type == content_type


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_the_exif_is_left(kind: str) -> None:
    content = with_exif(kind)
    kept = develop(content).content
    assert b"SecretPhone" in content
    assert b"SecretPhone" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert not image.getexif()


def test_a_picture_held_sideways_is_turned_upright() -> None:
    with Image.open(io.BytesIO(develop(with_exif("JPEG", orientation=6)).content)) as image:
        assert image.size == (20, 40)


def test_a_comment_in_a_jpeg_is_dropped() -> None:
    assert b"phone number" not in develop(picture("JPEG", comment=b"phone number")).content


def test_a_huge_picture_is_made_as_large_as_is_needed() -> None:
    content = picture("JPEG", (5200, 2600))
    with Image.open(io.BytesIO(develop(content).content)) as image:
        assert max(image.size) <= LONGEST_SIDE


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_mode_of_png_is_taken(mode: str) -> None:
    assert develop(picture("PNG", mode=mode)).content_type == "image/png"


def test_a_printers_jpeg_is_taken() -> None:
    assert develop(picture("JPEG", mode="CMYK")).content_type == "image/jpeg"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        "这是文本,不是照片".encode(),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + b"\x00" * 40,
        b"\xff\xd8\xff\xe0" + b"\x00" * 40,
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 40,
        b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"\x00" * 24,
        picture("JPEG", (400, 400))[:300],
        picture("GIF"),
        picture("TIFF"),
        picture("BMP"),
    ],
)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPhoto):
        develop(content)


def png_claiming(width: int, height: int) -> bytes:
    """Return a small PNG whose header claims to be ``width`` by ``height``."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        crc = zlib.crc32(kind + body).to_bytes(4, "big")
        return len(body).to_bytes(4, "big") + kind + body + crc

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    head = chunk(b"IHDR", size + b"\x08\x00\x00\x00\x00")
    body = chunk(b"IDAT", zlib.compress(b"\x00" * 1000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + head + body


@pytest.mark.parametrize("side", [7_200, 9_600, 60_000])
def test_a_decompression_bomb_is_refused_unopened(side: int) -> None:
    with pytest.raises(TooManyPixels, match="万像素"):
        develop(png_claiming(side, side))


def test_a_phones_jpeg_of_108_megapixels_is_developed() -> None:
    photo = develop(picture("JPEG", (12_000, 9_000), "L"))
    assert max(Image.open(io.BytesIO(photo.content)).size) == LONGEST_SIDE


def test_a_progressive_jpeg_of_108_megapixels_would_take_too_much_memory() -> None:
    with pytest.raises(TooManyPixels, match="5050 万像素"):
        develop(picture("JPEG", (12_000, 9_000), "L", progressive=True))


async def test_the_darkroom_works_beside_the_loop() -> None:
    photo = await ThreadedDarkroom().develop(picture("PNG"))
    assert photo.content_type == "image/png"
