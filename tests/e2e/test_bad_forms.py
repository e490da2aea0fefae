"""What is sent in the wrong shape is refused by whoever it was meant for, and changes nothing."""

import json
from dataclasses import dataclass, field
from io import BytesIO

import pytest

from shared.kernel.ids import new_id
from tests.support.caller import Json
from tests.support.matter import Matter, People
from tests.support.problem import Watch, check_problem

ASK = "/api/v1/app/requests"
TEXT = "电梯里的灯不亮了"
JSON = {"Content-Type": "application/json", "Idempotency-Key": "bad-forms"}
NO_JSON = {
    "broken off": b'{"text":',
    "an apostrophe": b"{'text': 'x'}",
    "no UTF-8": b'{"text": "\xff\xfe"}',
    "half a character": b'{"text": "\\ud800"}',
    "not a number": b'{"text": NaN}',
    "a form": b"text=hello&place=3",
    "XML": b"<text>x</text>",
    "nested a thousand times over": b"[" * 5000 + b"]" * 5000,
}
NO_REQUEST: dict[str, Json] = {
    "a list": [TEXT],
    "a word": TEXT,
    "nothing": None,
    "no text": {},
    "a number for the text": {"text": 12},
    "a list for the text": {"text": [TEXT]},
    "a field that there is not": {"text": TEXT, "urgency": "urgent"},
    "a place that is a word": {"text": TEXT, "place": "3-2-1201"},
    "a place with a number": {"text": TEXT, "place": {"building": 3}},
    "ten photos": {"text": TEXT, "attachments": ["a"] * 10},
    "an outlet that there is not": {"text": TEXT, "prefers": "pigeon"},
    "a query for the database": {"text": {"$gt": ""}},
}


@dataclass(slots=True, frozen=True, kw_only=True)
class Bad:
    """A move with a form that is none."""

    move: str
    form: Json = field(default_factory=dict)
    status: int = 422
    slug: str = "invalid-input"


BAD_MOVES = {
    "a category that there is not": Bad(
        move="reclassify", form={"category": "plumbing", "reason": "水管"}
    ),
    "an urgency in capitals": Bad(move="reclassify", form={"urgency": "URGENT", "reason": "急"}),
    "no reason": Bad(move="reclassify", form={"category": "repair"}),
    "an empty outcome": Bad(move="resolve", form={"outcome": "   "}),
    "a call that is perhaps": Bad(move="calls", form={"reached": "perhaps", "note": "x"}),
    "a pause until yesterday's noon, somewhere": Bad(
        move="pause", form={"reason": "等待配件", "until": "2026-01-01T12:00:00"}
    ),
    "somebody who does not work here": Bad(
        move="assign", form={"staff_id": "w99", "reason": "换人"}, status=409, slug="unknown-staff"
    ),
    "a field too many": Bad(move="accept", form={"status": "closed"}),
    "a move that there is not": Bad(move="explode", status=404, slug="not-found"),
}
BAD_QUERIES = (
    ("limit", "-1"),
    ("limit", "many"),
    ("limit", "1000000"),
    ("status", "nirvana"),
    ("cursor", "AAAA"),
    ("cursor", "%%%"),
    ("sort", "$where"),
)


@pytest.mark.parametrize("body", NO_JSON.values(), ids=NO_JSON.keys())
async def test_what_is_no_json_is_refused(body: bytes, people: People, watch: Watch) -> None:
    answer = await people.owner().send("POST", ASK, data=body, headers=JSON)
    await watch.refused(answer, 422, "invalid-input")


@pytest.mark.parametrize("form", NO_REQUEST.values(), ids=NO_REQUEST.keys())
async def test_json_that_is_no_request_is_refused(form: Json, people: People, watch: Watch) -> None:
    answer = await people.owner().post(ASK, form)
    await watch.refused(answer, 422, "invalid-input")
    assert answer.json["faults"]


async def test_a_text_of_five_megabytes_is_too_large(people: People, watch: Watch) -> None:
    body = json.dumps({"text": "水" * (5 * 1024 * 1024 // 3)}, ensure_ascii=False).encode()
    answer = await people.owner().send("POST", ASK, data=BytesIO(body), headers=JSON)
    await watch.refused(answer, 413, "too-large")


async def test_five_megabytes_in_chunks_are_too_large(people: People, watch: Watch) -> None:
    async def chunks() -> object:
        for _ in range(80):
            yield b"x" * 65536

    answer = await people.owner().send("POST", ASK, data=chunks(), headers=JSON)
    await watch.refused(answer, 413, "too-large")


@pytest.mark.parametrize(
    ("text", "slug"), [("水" * 2001, "text-too-long"), (" \n\t", "text-missing")]
)
async def test_a_text_that_nobody_could_read_is_refused(
    text: str, slug: str, people: People, watch: Watch
) -> None:
    await watch.refused(await people.owner().post(ASK, {"text": text}), 422, slug)


async def test_without_a_key_a_repeat_could_not_be_told(people: People, watch: Watch) -> None:
    answer = await people.owner().send("POST", ASK, json={"text": TEXT})
    await watch.refused(answer, 422, "idempotency-key-missing")


async def test_a_key_is_not_for_another_text(people: People) -> None:
    owner, key = people.owner(), new_id()
    await owner.done(ASK, {"text": TEXT}, key)
    answer = await owner.post(ASK, {"text": "换一件事"}, **{"Idempotency-Key": key})
    check_problem(answer, 409, "idempotency-key-reused")


async def test_the_same_key_and_text_are_taken_in_once(people: People) -> None:
    owner, repeat = people.owner(), {"Idempotency-Key": new_id()}
    answers = [await owner.send("POST", ASK, json={"text": TEXT}, headers=repeat) for _ in range(2)]
    assert answers[0].json == answers[1].json


async def test_a_photo_that_was_never_sent_up_is_unknown(people: People, watch: Watch) -> None:
    answer = await people.owner().post(ASK, {"text": TEXT, "attachments": [new_id()]})
    await watch.refused(answer, 422, "unknown-attachment")


@pytest.mark.parametrize("bad", BAD_MOVES.values(), ids=BAD_MOVES.keys())
async def test_a_move_in_the_wrong_shape_is_refused(
    bad: Bad, people: People, matter: Matter, watch: Watch
) -> None:
    answer = await people.staff("m01").post(f"{matter.path}/{bad.move}", bad.form)
    await watch.refused(answer, bad.status, bad.slug)


@pytest.mark.parametrize("move", ["arrive", "resume", "resolve", "sign-off"])
async def test_a_move_from_where_it_does_not_stand_is_refused(
    move: str, people: People, matter: Matter, watch: Watch
) -> None:
    forms = {"resolve": {"outcome": "好了"}, "sign-off": {"reason": "好了"}}
    answer = await people.staff("m01").post(f"{matter.path}/{move}", forms.get(move, {}))
    await watch.refused(answer, 409, "wrong-move")


@pytest.mark.parametrize(("name", "value"), BAD_QUERIES)
async def test_a_list_that_is_asked_for_wrongly_is_refused(
    name: str, value: str, people: People, watch: Watch
) -> None:
    answer = await people.staff("m01").get("/api/v1/requests", **{name: value})
    await watch.refused(answer, 422, "invalid-input")
