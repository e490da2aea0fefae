"""Photos over lines that break: resumable uploads by the tus 1.0.0 protocol."""

import base64
import binascii
import hashlib
from collections.abc import AsyncIterator, Callable, Mapping
from typing import ClassVar, Final

from aiohttp import ClientError, web

from services.intake.api.attachments import ANYBODY_KNOWN
from services.intake.domain.upload import State, Upload, WrongChecksum
from services.intake.handlers import uploads
from services.intake.ports import UploadWork
from shared.contracts.envelope import Cause
from shared.kernel.errors import Conflict, Invalid, Refused
from shared.kernel.ids import new_id
from shared.web.auth import Principal
from shared.web.operation import CLOCK, KEY, Routes, cause_of, operation

routes = Routes()
UPLOADS: Final[web.AppKey[Callable[[Cause], UploadWork]]] = web.AppKey("uploads")
PATH: Final = "/api/v1/uploads"
VERSION: Final = "1.0.0"
CHUNK: Final = 64 * 1024
OCTETS: Final = "application/offset+octet-stream"
HEADERS: Final = {"Tus-Resumable": True}
CREATING: Final = {**HEADERS, "Upload-Length": True, KEY: False}
PATCHING: Final = {**HEADERS, "Upload-Offset": True, "Upload-Checksum": False}
OFFERED: Final[Mapping[str, str]] = {
    "Tus-Resumable": VERSION,
    "Tus-Version": VERSION,
    "Tus-Extension": "creation,expiration,termination,checksum",
    "Tus-Max-Size": str(10 * 1024 * 1024),
    "Tus-Checksum-Algorithm": "sha1,sha256,md5",
}
DIGESTS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "sha1": lambda content: hashlib.sha1(content, usedforsecurity=False).digest(),
    "md5": lambda content: hashlib.md5(content, usedforsecurity=False).digest(),
    "sha256": lambda content: hashlib.sha256(content).digest(),
}
_BROKEN_OFF: Final = (ClientError, ConnectionError, web.RequestPayloadError)


class OtherVersion(Refused):
    """The client speaks another version of tus, or none."""

    slug: ClassVar[str] = "tus-version"
    status: ClassVar[int] = 412


class NotOctets(Refused):
    """The body of a PATCH is of another kind."""

    slug: ClassVar[str] = "not-octets"
    status: ClassVar[int] = 415


class BadHeader(Invalid):
    """A header of the protocol is missing or cannot be read."""

    status: ClassVar[int] = 400

    def __init__(self, name: str) -> None:
        super().__init__(f"请求头 {name} 缺少或不对，请按 tus 1.0.0 填写。", ((name, "不对"),))


@routes.add("OPTIONS", PATH)
@operation(status=204, produces="")
async def offer(request: web.Request) -> web.Response:
    """Say what is understood of tus."""
    return web.Response(status=204, headers=OFFERED)


@routes.post(PATH)
@operation(roles=ANYBODY_KNOWN, status=201, produces="", headers=CREATING)
async def create(request: web.Request, who: Principal) -> web.Response:
    """Begin an upload of ``Upload-Length`` bytes; ``Location`` ends with the attachment's id."""
    _check_version(request)
    work = request.app[UPLOADS](cause_of(request, who))
    upload = await uploads.begin(_number(request, "Upload-Length"), who.id, work)
    return _told(201, upload, {"Location": f"{PATH}/{upload.id}"})


@routes.add("HEAD", f"{PATH}/{{upload_id}}")
@operation(roles=ANYBODY_KNOWN, produces="", headers=HEADERS)
async def look(request: web.Request, who: Principal, upload_id: str) -> web.Response:
    """Say how many bytes are safely here."""
    _check_version(request)
    upload = await uploads.look(upload_id, who.id, _work(request, who))
    return _told(200, upload, {"Upload-Length": str(upload.length), "Cache-Control": "no-store"})


@routes.add("PATCH", f"{PATH}/{{upload_id}}")
@operation(roles=ANYBODY_KNOWN, status=204, produces="", headers=PATCHING)
async def append(request: web.Request, who: Principal, upload_id: str) -> web.Response:
    """Take the bytes from ``Upload-Offset`` on; the last of them make it a photo."""
    _check_version(request)
    if request.content_type != OCTETS:
        raise NotOctets(f"请用 Content-Type: {OCTETS} 上传。")
    work = _work(request, who)
    upload = await uploads.look(upload_id, who.id, work)
    upload.check_piece(_number(request, "Upload-Offset"), request.content_length)
    try:
        await uploads.append(upload, await _chunks(request, upload), work)
    except _BROKEN_OFF as error:
        raise Conflict(upload_id) from error
    return _told(204, upload, {})


@routes.delete(f"{PATH}/{{upload_id}}")
@operation(roles=ANYBODY_KNOWN, status=204, produces="", headers=HEADERS)
async def end(request: web.Request, who: Principal, upload_id: str) -> web.Response:
    """Give an upload up."""
    _check_version(request)
    work = _work(request, who)
    await uploads.end(await uploads.look(upload_id, who.id, work), work)
    return web.Response(status=204, headers={"Tus-Resumable": VERSION})


async def _chunks(request: web.Request, upload: Upload) -> AsyncIterator[bytes]:
    """Return the body as it comes; one with a checksum is read whole and looked at first."""
    given = request.headers.get("Upload-Checksum")
    if given is None:
        return request.content.iter_chunked(CHUNK)
    name, _, code = given.partition(" ")
    try:
        wanted, digest = base64.b64decode(code, validate=True), DIGESTS[name]
    except (KeyError, binascii.Error) as error:
        raise BadHeader("Upload-Checksum") from error
    content = bytearray()
    async for chunk in request.content.iter_chunked(CHUNK):
        content += chunk
        upload.check_piece(upload.offset, len(content))
    if digest(bytes(content)) != wanted:
        raise WrongChecksum
    return _one(bytes(content))


async def _one(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _told(status: int, upload: Upload, more: Mapping[str, str]) -> web.Response:
    headers = {
        "Tus-Resumable": VERSION,
        "Upload-Offset": str(upload.offset),
        "Upload-Expires": upload.forget_at.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        **more,
    }
    if upload.state is State.KEPT:
        headers["X-Attachment-Id"] = upload.id
    return web.Response(status=status, headers=headers)


def _check_version(request: web.Request) -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        raise OtherVersion(f"请带上请求头 Tus-Resumable: {VERSION}。")


def _number(request: web.Request, name: str) -> int:
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 12):
        raise BadHeader(name)
    return int(text)


def _work(request: web.Request, who: Principal) -> UploadWork:
    """Return work of its own for each call: a piece that comes again is another piece."""
    identity = new_id()
    cause = Cause(id=identity, estate=who.estate, at=request.app[CLOCK](), correlation=identity)
    return request.app[UPLOADS](cause)
