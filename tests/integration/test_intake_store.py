"""What intake reads and keeps beside its repositories, over the real wire protocol."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from services.intake.domain.caller import clues
from services.intake.domain.conversation import Conversation
from services.intake.domain.owner import Owner
from services.intake.domain.photo import Attachment, Photo
from services.intake.domain.submission import Submission, Told
from services.intake.store import GridAlbum, OwnerIndex, SubmissionReceipts
from shared.contracts.requests import Reporter
from shared.contracts.words import Channel
from shared.kernel.errors import Conflict
from shared.runtime.mongo import Database
from shared.store.mongo import Store
from tests.support.intake import NOON, an_owner, cause
from tests.support.intake_lists import DUTY

TOLD = Told(
    estate="sample",
    channel=Channel.APP,
    sender="owner-1",
    key="k-1",
    text="厨房漏水",
    reporter=Reporter(owner_id="owner-1", name="周明"),
)
PHOTO = Attachment(
    id="photo-1",
    estate="sample",
    uploader="owner-1",
    photo=Photo(content_type="image/png", content=b"x" * 3_000_000),
)


async def _unheard(kind: str, identity: str, body: bytes) -> None:
    """Publish to nobody."""


@pytest.fixture
def store(database: Database) -> Store:
    return Store(database, _unheard, source="intake")


async def test_a_second_save_of_the_same_submission_meets_the_first_ones_receipt(
    store: Store,
) -> None:
    kept = store.repository(Submission, "submissions")
    receipts = SubmissionReceipts(kept)
    first = Submission.take_in(TOLD, NOON)
    async with store.running():
        await kept.under(cause("c1")).save(first)
        with pytest.raises(Conflict):
            await kept.under(cause("c1")).save(Submission.take_in(TOLD, NOON))
    assert await receipts.find(TOLD.id) == first.receipt


async def test_nothing_taken_in_has_no_receipt(store: Store) -> None:
    kept = store.repository(Submission, "submissions")
    assert await SubmissionReceipts(kept).find("no-such") is None


async def test_a_conversation_comes_back_as_it_was_saved(store: Store) -> None:
    kept = store.repository(Conversation, "conversations")
    talk = Conversation.begin("sample", Channel.WECHAT, Reporter(address="o1"), "o1")
    talk.hear("人工", message_id="m1", reporter=talk.reporter, at=NOON, duty=DUTY)
    async with store.running():
        await kept.under(cause("c1")).save(talk)
        assert await kept.under(cause("c2")).get(talk.id) == talk


@pytest.fixture
async def book(store: Store) -> AsyncIterator[OwnerIndex]:
    """Two owners of the same room number, one who has left, and one of another estate."""
    owners = store.repository(Owner, "owners")
    told = [
        (an_owner(), "sample"),
        (an_owner("owner-2", name="周全", phone="13900001201", wechat_openid="o2"), "sample"),
        (an_owner("owner-3", active=False, wechat_openid="o3"), "sample"),
        (an_owner("owner-4"), "other"),
    ]
    index = OwnerIndex(owners)
    await index.prepare()
    async with store.running():
        for at, (particulars, estate) in enumerate(told):
            owner = Owner.unheard_of(particulars.owner_id, estate)
            owner.learn(particulars)
            await owners.under(cause(f"c{at}", estate=estate)).save(owner)
        yield index


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("3-2-1201", {"owner-1", "owner-2"}),
        ("1201", {"owner-1", "owner-2"}),
        ("5678", {"owner-1"}),
        ("13900001201", {"owner-2"}),
        ("周", {"owner-1", "owner-2"}),
        ("周明", {"owner-1"}),
        ("周.*", set()),
        ("9-9-9", set()),
    ],
)
async def test_callers_are_found_in_their_own_estate_only(
    book: OwnerIndex, typed: str, found: set[str]
) -> None:
    assert {o.owner_id for o in await book.search("sample", clues(typed))} == found


async def test_who_has_left_is_not_known_by_openid(book: OwnerIndex) -> None:
    assert await book.by_openid("sample", "o3") is None


async def test_an_owner_is_known_by_openid(book: OwnerIndex) -> None:
    found = await book.by_openid("sample", "o2")
    assert found is not None
    assert found.owner_id == "owner-2"


async def test_a_photo_comes_back_byte_by_byte(database: Database) -> None:
    album = GridAlbum(database)
    await album.keep(PHOTO, NOON)
    assert await album.find("photo-1") == PHOTO


async def test_a_photo_that_was_never_kept_is_not_there(database: Database) -> None:
    assert await GridAlbum(database).find("no-such") is None


@pytest.mark.parametrize(
    ("ids", "uploader", "estate", "theirs"),
    [
        ({"photo-1"}, "owner-1", "sample", True),
        ({"photo-1", "photo-2"}, "owner-1", "sample", True),
        ({"photo-1", "no-such"}, "owner-1", "sample", False),
        ({"photo-1"}, "owner-2", "sample", False),
        ({"photo-1"}, "owner-1", "other", False),
    ],
)
async def test_only_ones_own_photos_count(
    database: Database, ids: set[str], uploader: str, estate: str, theirs: bool
) -> None:
    album = GridAlbum(database)
    for identity in ("photo-1", "photo-2"):
        await album.keep(replace(PHOTO, id=identity), NOON)
    assert await album.all_of(frozenset(ids), estate=estate, uploader=uploader) is theirs
