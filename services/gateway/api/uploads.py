"""Take the one file out of a multipart form."""

from typing import ClassVar, Final

from aiohttp import BodyPartReader, web
from aiohttp.http import HttpProcessingError

from services.gateway.channels.workbook import SheetTooLarge
from shared.kernel.errors import Invalid

MOST_BYTES: Final = 10 * 1024 * 1024
_CHUNK: Final = 256 * 1024
_MOST_PARTS: Final = 8
_BROKEN: Final = (ValueError, RuntimeError, HttpProcessingError)


class FileMissing(Invalid):
    """The body is no multipart form with a part named ``file``."""

    slug: ClassVar[str] = "file-missing"

    def __init__(self) -> None:
        super().__init__(
            "请用 multipart/form-data 上传，表格放在 file 一项里。", (("file", "必须填写"),)
        )


async def file_of(request: web.Request) -> tuple[bytes, str]:
    """Return the part ``file`` and its name; raises ``FileMissing`` or ``SheetTooLarge``."""
    if request.content_type != "multipart/form-data":
        raise FileMissing
    try:
        reader = await request.multipart()
        for _ in range(_MOST_PARTS):
            part = await reader.next()
            if isinstance(part, BodyPartReader) and part.name == "file":
                return await _content(part), (part.filename or "表格")[:80]
    except _BROKEN as error:
        raise FileMissing from error
    raise FileMissing


async def _content(part: BodyPartReader) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(_CHUNK):
        content += chunk
        if len(content) > MOST_BYTES:
            raise SheetTooLarge("表格超过 10 MB，请去掉图片，或分成几份上传。")
    return bytes(content)
