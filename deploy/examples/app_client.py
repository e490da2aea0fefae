"""Report with a photo as an owner's app does, and follow it: URL TOKEN PHOTO TEXT."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

from aiohttp import ClientSession


async def report(app: ClientSession, photo: bytes, text: str) -> AsyncIterator[str]:
    """Send the photo in pieces and then the request; yield each status as it comes."""
    tus, key = {"Tus-Resumable": "1.0.0"}, {"Idempotency-Key": str(uuid4())}
    new = await app.post("/api/v1/uploads", headers={**tus, "Upload-Length": str(len(photo))})
    path = new.headers["Location"]
    while (at := int((await app.head(path, headers=tus)).headers["Upload-Offset"])) < len(photo):
        here = {**tus, "Upload-Offset": str(at), "Content-Type": "application/offset+octet-stream"}
        await app.patch(path, data=photo[at : at + 65536], headers=here)
    known, seen, form = "", "", {"text": text, "attachments": [path[-36:]]}
    taken = await (await app.post("/api/v1/app/requests", json=form, headers=key)).json()
    one = f"/api/v1/requests/{taken['request_id']}?fields=status"
    while True:
        async with app.get("/api/v1/events", headers={"Last-Event-ID": seen}) as stream:
            async for line in stream.content:
                seen = line[4:].decode().strip() if line.startswith(b"id: ") else seen
                if line.startswith((b"retry:", b"data:")):
                    async with app.get(one, headers={"If-None-Match": known}) as answer:
                        if answer.status == 200 and (known := answer.headers["ETag"]):
                            yield (await answer.json())["status"]


async def _main(url: str, token: str, photo: bytes, text: str) -> None:
    async with ClientSession(url, headers={"Authorization": f"Bearer {token}"}) as app:
        async for status in report(app, photo, text):
            print(status)


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], sys.argv[2], Path(sys.argv[3]).read_bytes(), sys.argv[4]))
