"""What intake reads from its own database beside the repositories, and where photos are kept."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from gridfs.errors import NoFile
from motor.motor_asyncio import AsyncIOMotorCollection, AsyncIOMotorGridFSBucket
from pymongo import ASCENDING

from services.intake.domain.caller import Clue
from services.intake.domain.owner import Owner, key_of
from services.intake.domain.photo import Attachment, Photo
from services.intake.domain.submission import Receipt, Submission
from services.intake.domain.upload import MOST_OPEN, State, Upload
from shared.contracts.phone import mark_of, marked
from shared.runtime.mongo import Database, away_is_unavailable
from shared.store.mongo import Kept

Collection = AsyncIOMotorCollection[dict[str, Any]]
MOST_FOUND: Final = 20
MOST_LISTED: Final = 50
_LEAN: Final = {"outbox": 0, "handled": 0}
_CHUNK: Final = 1024 * 1024
_LAST: Final = "\U0010ffff"
_SOUGHT: Final[Mapping[str, Callable[[str], Any]]] = {"phone": marked, "phone_tail": mark_of}
_SEARCHED: Final = ("openid", "door", "room", "name", "phone", "phone_tail")


class SubmissionReceipts:
    """Reads receipts out of the submissions, and an owner's newest."""

    def __init__(self, kept: Kept[Submission]) -> None:
        self._kept = kept
        self._collection = kept.collection

    async def prepare(self) -> None:
        """Create the index."""
        keys = [("reporter.owner_id", ASCENDING), ("submitted_at", ASCENDING)]
        await self._collection.create_index(keys, name="owners")

    async def of_owner(self, estate: str, owner_id: str) -> list[Submission]:
        """Return an owner's newest submissions, at most fifty, newest first."""
        query = {"reporter.owner_id": owner_id, "estate": estate}
        async with away_is_unavailable():
            found = [self._kept.read(one) async for one in self._collection.find(query, _LEAN)]
        return sorted(found, key=lambda one: one.submitted_at, reverse=True)[:MOST_LISTED]

    async def find(self, request_id: str) -> Receipt | None:
        """Return the receipt, or None when nothing was taken in under that id."""
        wanted = {"number": 1, "submitted_at": 1, "digest": 1}
        async with away_is_unavailable():
            found = await self._collection.find_one({"_id": request_id}, wanted)
        if found is None:
            return None
        return Receipt(
            request_id=found["_id"],
            number=found["number"],
            submitted_at=found["submitted_at"],
            digest=found["digest"],
        )


class OwnerIndex:
    """Looks owners up by what they are known by; each field has its index."""

    def __init__(self, owners: Kept[Owner]) -> None:
        self._owners = owners

    async def prepare(self) -> None:
        """Create the indexes."""
        for name in _SEARCHED:
            await self._owners.collection.create_index([(name, ASCENDING)], name=name)

    async def by_id(self, estate: str, owner_id: str) -> Owner | None:
        """Return an active owner."""
        return await self._one({"_id": key_of(owner_id, estate)}, estate)

    async def by_openid(self, estate: str, openid: str) -> Owner | None:
        """Return the active owner whose WeChat this is."""
        return await self._one({"openid": openid}, estate)

    async def search(self, estate: str, clues: tuple[Clue, ...]) -> list[Owner]:
        """Return at most twenty active owners to whom one of the clues points."""
        found = [o for clue in clues for o in await self._matching(_filter_of(clue), estate)]
        return list({owner.id: owner for owner in found}.values())[:MOST_FOUND]

    async def at(self, estate: str, openid: str) -> list[Owner]:
        """Return the active owners whose WeChat this is, in the order of their ids."""
        return sorted(
            await self._matching({"openid": openid}, estate), key=lambda one: one.owner_id
        )

    async def _one(self, where: Mapping[str, Any], estate: str) -> Owner | None:
        found = await self._matching(where, estate)
        return found[0] if found else None

    async def _matching(self, where: Mapping[str, Any], estate: str) -> list[Owner]:
        cursor = self._owners.collection.find({**where, "estate": estate, "active": True})
        async with away_is_unavailable():
            return [self._owners.read(found) for found in await cursor.to_list(MOST_FOUND)]


class GridAlbum:
    """Keeps photos in GridFS."""

    def __init__(self, database: Database) -> None:
        self._bucket = AsyncIOMotorGridFSBucket(
            database, bucket_name="attachments", chunk_size_bytes=_CHUNK
        )
        self._files: Collection = database["attachments.files"]

    async def keep(self, attachment: Attachment, at: datetime) -> None:
        """Keep a photo for good."""
        metadata = {
            "estate": attachment.estate,
            "uploader": attachment.uploader,
            "content_type": attachment.photo.content_type,
            "kept_at": at,
        }
        async with away_is_unavailable():
            await self._bucket.upload_from_stream_with_id(
                attachment.id, attachment.filename, attachment.photo.content, metadata=metadata
            )

    async def destroy(self, attachment_id: str) -> None:
        """Keep a photo no longer; one that is gone already is no fault."""
        with suppress(NoFile):
            async with away_is_unavailable():
                await self._bucket.delete(attachment_id)

    async def find(self, attachment_id: str) -> Attachment | None:
        """Return a photo, or None."""
        async with away_is_unavailable():
            try:
                stream = await self._bucket.open_download_stream(attachment_id)
            except NoFile:
                return None
            content: bytes = await stream.read()
        kept = stream.metadata
        return Attachment(
            id=attachment_id,
            estate=kept["estate"],
            uploader=kept["uploader"],
            photo=Photo(content_type=kept["content_type"], content=content),
        )

    async def all_of(self, ids: frozenset[str], *, estate: str, uploader: str) -> bool:
        """Tell whether every one of ``ids`` is kept and is the uploader's; one read."""
        mine = {"metadata.estate": estate, "metadata.uploader": uploader}
        cursor = self._files.find({"_id": {"$in": list(ids)}, **mine}, {"_id": 1})
        async with away_is_unavailable():
            return len(await cursor.to_list(len(ids))) == len(ids)


class UploadPieces:
    """Looks uploads up, and keeps their pieces until the database lets them go."""

    def __init__(self, uploads: Kept[Upload], database: Database) -> None:
        self.uploads = uploads
        self._pieces: Collection = database["upload_pieces"]

    async def prepare(self) -> None:
        """Create the indexes; what is past its time goes by itself."""
        for collection in (self.uploads.collection, self._pieces):
            await collection.create_index("forget_at", name="old", expireAfterSeconds=0)
        await self.uploads.collection.create_index(
            [("uploader", ASCENDING), ("state", ASCENDING)], name="uploader"
        )

    async def find(self, upload_id: str, estate: str) -> Upload | None:
        """Return an upload of the estate, or None."""
        async with away_is_unavailable():
            found = await self.uploads.collection.find_one({"_id": upload_id})
        return self.uploads.read(found) if found and found["estate"] == estate else None

    async def open_of(self, estate: str, uploader: str) -> int:
        """Return how many uploads somebody has open; more than one may have are not counted."""
        mine = {"uploader": uploader, "state": State.OPEN.value, "estate": estate}
        async with away_is_unavailable():
            return len(await self.uploads.collection.find(mine, {"_id": 1}).to_list(MOST_OPEN))

    async def put(self, piece_id: str, content: bytes, until: datetime) -> None:
        """Keep a piece safely until then; returns once it is."""
        piece = {"_id": piece_id, "content": content, "forget_at": until}
        async with away_is_unavailable():
            await self._pieces.insert_one(piece)

    async def read(self, piece_ids: Sequence[str]) -> bytes:
        """Return what the pieces hold together."""
        cursor = self._pieces.find({"_id": {"$in": list(piece_ids)}})
        async with away_is_unavailable():
            found = {one["_id"]: bytes(one["content"]) async for one in cursor}
        return b"".join(found[one] for one in piece_ids)

    async def drop(self, piece_ids: Sequence[str]) -> None:
        """Keep the pieces no longer."""
        async with away_is_unavailable():
            await self._pieces.delete_many({"_id": {"$in": list(piece_ids)}})


def _filter_of(clue: Clue) -> Mapping[str, Any]:
    if clue.field == "name":
        return {"name": {"$gte": clue.value, "$lt": f"{clue.value}{_LAST}"}}
    return {clue.field: _SOUGHT.get(clue.field, str)(clue.value)}
