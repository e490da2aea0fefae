"""Photos that go with a request: what is accepted, and who may see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shared.kernel.errors import Invalid, TooLarge

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_PIXELS: Final = 50_500_000  # what phones call 50 megapixels
MOST_JPEG_PIXELS: Final = 110_000_000  # 108 megapixels; a JPEG is decoded at a fraction of them
EXTENSIONS: Final[Mapping[str, str]] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
}


class NotAPhoto(Invalid):
    """The bytes are no JPEG, PNG or WebP, whatever the file is called."""

    slug = "not-a-photo"

    def __init__(self) -> None:
        super().__init__(
            "这个文件不是可用的照片，请上传 JPEG、PNG 或 WebP 格式的照片。",
            (("file", "不是照片"),),
        )


class PhotoTooLarge(TooLarge):
    """More bytes than are kept."""

    slug = "photo-too-large"

    def __init__(self) -> None:
        super().__init__("照片太大，请上传不超过 10 MB 的照片。")


class TooManyPixels(TooLarge):
    """More pixels than are decoded, however few bytes they take."""

    slug = "photo-too-large"

    def __init__(self, most: int = MOST_PIXELS) -> None:
        super().__init__(f"照片尺寸太大(超过 {most // 10_000} 万像素),请缩小后再上传。")


class UnknownAttachment(Invalid):
    """A submission names an attachment that is not there, or not the sender's."""

    slug = "unknown-attachment"

    def __init__(self) -> None:
        super().__init__("有照片没有找到，请重新上传后再提交。", (("attachments", "没有找到"),))


@dataclass(slots=True, frozen=True, kw_only=True)
class Photo:
    """A photo fit to keep: decoded once, turned upright, written anew without EXIF."""

    content_type: str
    content: bytes


@dataclass(slots=True, frozen=True, kw_only=True)
class Attachment:
    """A photo as it is kept, and whose it is."""

    id: str
    estate: str
    uploader: str
    photo: Photo

    @property
    def filename(self) -> str:
        """The name under which it is downloaded; never one that a sender chose."""
        return f"{self.id}.{EXTENSIONS[self.photo.content_type]}"

    def may_be_seen_by(self, person: str, *, estate: str, staff: bool) -> bool:
        """Tell whether a person is the uploader, or staff of the same estate."""
        return estate == self.estate and (staff or person == self.uploader)
