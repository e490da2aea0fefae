"""Photos: up, and down again as a download for those who may see them."""

from typing import Final

from aiohttp import BodyPartReader, web
from aiohttp.http import HttpProcessingError

from services.intake.api.context import WORK
from services.intake.domain.photo import MOST_BYTES, PhotoTooLarge
from services.intake.handlers import photos
from shared.contracts.words import STAFF, Role
from shared.kernel.errors import Invalid
from shared.web.auth import Principal
from shared.web.operation import Routes, View, cause_of, operation

routes = Routes()
ANYBODY_KNOWN: Final = STAFF | {Role.OWNER}
_MOST_PARTS: Final = 8
_BROKEN: Final = (ValueError, RuntimeError, HttpProcessingError)


class FileMissing(Invalid):
    """The body is no multipart form with a part named ``file``."""

    slug = "file-missing"

    def __init__(self) -> None:
        super().__init__(
            "请用 multipart/form-data 上传，照片放在 file 一项里。", (("file", "必须填写"),)
        )


class Kept(View):
    """A photo is kept; a request names it by its id."""

    attachment_id: str
    content_type: str
    bytes: int


@routes.post("/api/v1/attachments")
@operation(roles=ANYBODY_KNOWN, status=201, parts=("file",))
async def keep(request: web.Request, who: Principal) -> Kept:
    """Keep a photo of at most 10 MB: JPEG, PNG or WebP, sent as the multipart part ``file``."""
    content = await _file(request)
    attachment = await photos.keep(content, who.id, request.app[WORK](cause_of(request, who)))
    photo = attachment.photo
    return Kept(
        attachment_id=attachment.id,
        content_type=photo.content_type,
        bytes=len(photo.content),
    )


@routes.get("/api/v1/attachments/{attachment_id}")
@operation(roles=ANYBODY_KNOWN, produces="image/*")
async def show(request: web.Request, who: Principal, attachment_id: str) -> web.Response:
    """Return a photo to its uploader or the estate's staff, as a download."""
    work = request.app[WORK](cause_of(request, who))
    attachment = await photos.show(attachment_id, who.id, staff=who.is_staff, work=work)
    return web.Response(
        body=attachment.photo.content,
        content_type=attachment.photo.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{attachment.filename}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, max-age=86400, immutable",
        },
    )


async def _file(request: web.Request) -> bytes:
    if request.content_type != "multipart/form-data":
        raise FileMissing
    try:
        reader = await request.multipart()
        for _ in range(_MOST_PARTS):
            part = await reader.next()
            if isinstance(part, BodyPartReader) and part.name == "file":
                return await _content(part)
    except _BROKEN as error:
        raise FileMissing from error
    raise FileMissing


async def _content(part: BodyPartReader) -> bytes:
    content = bytearray()
    while chunk := await part.read_chunk(256 * 1024):
        content += chunk
        if len(content) > MOST_BYTES:
            raise PhotoTooLarge
    return bytes(content)
