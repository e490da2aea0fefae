"""Report with a photo as an owner's app does, and follow it: URL TOKEN TEXT < PHOTO."""

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import closing, suppress

from aiohttp import ClientError, ClientSession


async def report(app: ClientSession, photo: bytes, text: str) -> AsyncGenerator[str, None]:
    """Send the photo in pieces, then the request; yield each status, over broken lines too."""
    tus = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}
    new = await app.post("/api/v1/uploads", headers={**tus, "Upload-Length": str(len(photo))})
    path, at, known, last = new.headers["Location"], 0, "", dict[str, str]()
    while at < len(photo):
        with suppress(ClientError):
            at = int((await app.head(path, headers=tus)).headers["Upload-Offset"])
            await app.patch(path, data=photo[at:][:65536], headers=tus | {"Upload-Offset": str(at)})
    key, form = {"Idempotency-Key": path[-36:]}, {"text": text, "attachments": [path[-36:]]}
    taken = await (await app.post("/api/v1/app/requests", json=form, headers=key)).json()
    while one := f"/api/v1/requests/{taken['request_id']}?fields=status":
        with suppress(ClientError), closing(await app.get("/api/v1/events", headers=last)) as news:
            async for line in news.content:
                last = {"Last-Event-ID": line[4:-1].decode()} if line.startswith(b"id: ") else last
                if line.startswith((b"retry:", b"data:")):
                    answer = await app.get(one, headers={"If-None-Match": known})
                    if answer.status == 200 and (known := answer.headers["ETag"]):
                        yield (await answer.json())["status"]
        await asyncio.sleep(2)


async def _main(url: str, token: str, text: str) -> None:
    async with ClientSession(url, headers={"Authorization": f"Bearer {token}"}) as app:
        async for status in report(app, sys.stdin.buffer.read(), text):
            print(status)


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
