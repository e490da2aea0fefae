"""Texts of the estate's own: checked when saved, measured as an SMS, rolled back."""

from typing import Final

import pytest

from services.notifier.domain.sms import check_text, is_signature, measured
from shared.contracts.requests import RequestAccepted, RequestPaused
from shared.contracts.words import Role
from tests.component.notifier.conftest import Client
from tests.support.issuer import Issuer
from tests.support.notifying import Notifier
from tests.support.told import facts

PATH: Final = "/api/v1/templates/owner.accepted"


@pytest.fixture
def manager(issuer: Issuer) -> dict[str, str]:
    return issuer.bearer("m01", Role.MANAGER)


async def put(
    client: Client, by: dict[str, str], text: str, path: str = PATH
) -> tuple[int, dict[str, object]]:
    answer = await client.put(path, json={"text": text}, headers=by)
    return answer.status, await answer.json()


async def test_another_text_is_sent_from_now_on(
    client: Client, notifier: Notifier, manager: dict[str, str]
) -> None:
    text = "{{ request.number }} 有人接手了"
    status, view = await put(client, manager, text)
    await notifier.hear(RequestAccepted(request=facts(), by="w01"))
    assert (status, view["version"], notifier.to("o1")[0].letter.text) == (
        200,
        1,
        "K7M2-Q4XA 有人接手了",
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "owner.promise-ended",
            "{% if event.kept %}好{% else %}{{ event.pledge.nope }}{% endif %}",
        ),
        ("owner.paused", "{% if request.urgency == 'urgent' %}{{ request.place.nope }}{% endif %}"),
        (
            "owner.assigned",
            "{% for due in event.dues if due.clock == 'x' %}{{ due.no }}{% endfor %}",
        ),
        ("owner.assigned", "{% for due in event.dues if due.no %}{{ due.clock }}{% endfor %}"),
        ("owner.paused", "{{ '急' if request.urgency == 'urgent' else request.place.nope }}"),
        ("owner.paused", "{% if event.until %}{% elif request.place.nope %}急{% endif %}"),
        ("owner.paused", "{% if not event.reason %}{{ event['nope'] }}{% endif %}"),
    ],
)
async def test_what_is_missing_in_a_branch_that_no_sample_takes_is_refused_as_well(
    client: Client, manager: dict[str, str], name: str, text: str
) -> None:
    status, answer = await put(client, manager, text, f"/api/v1/templates/{name}")
    assert (status, answer["slug"]) == (409, "bad-template")
    assert "no" in str(answer["detail"])


@pytest.mark.parametrize(
    "text",
    [
        "{% if event.until %}{{ event.until | moment }}{% else %}待定{% endif %}",
        "{{ event.until | moment if event.until else '待定' }}",
        "{% if request.place and request.place.room is defined %}在场{% endif %}",
        "{% set why = event.reason %}{% if why %}{{ why | brief }}{% endif %}",
    ],
)
async def test_what_may_be_left_out_and_is_asked_for_first_is_taken(
    client: Client, manager: dict[str, str], text: str
) -> None:
    status, answer = await put(client, manager, text, "/api/v1/templates/owner.paused")
    assert status == 200, answer


async def test_one_can_go_back_to_the_built_in_text(
    client: Client, notifier: Notifier, manager: dict[str, str]
) -> None:
    for number in (1, 2):
        await put(client, manager, f"第{number}版 {{{{ request.number }}}}")
    view: dict[str, object] = {}
    for version in (1, 0):
        answer = await client.post(f"{PATH}/rollback", json={"version": version}, headers=manager)
        view = await answer.json()
    await notifier.hear(RequestAccepted(request=facts(), by="w01"))
    assert (view["version"], len(view["versions"])) == (0, 2)  # type: ignore[arg-type]
    assert "已接单" in notifier.to("o1")[0].letter.text


async def test_a_version_that_never_was_cannot_be_gone_back_to(
    client: Client, manager: dict[str, str]
) -> None:
    answer = await client.post(f"{PATH}/rollback", json={"version": 7}, headers=manager)
    assert answer.status == 404


@pytest.mark.parametrize(
    "text",
    [
        "{{ request.colour }}",
        "{{ event.outcome }}",
        "{% if %}",
        "{{ who }}",
        "{{ request.place.street }}",
        "{{ request.assignee_name | brief }}",
        "{{ event.__class__ }}",
        "{{ ''.__class__.mro() }}",
        "{{ range(9) | length }}",
        "{{ 'x' * 1000000 }}",
        "{{ request.number | center(9999) }}",
        "{% include 'owner.assigned' %}",
        "   ",
    ],
)
async def test_what_would_fail_when_it_is_sent_is_refused_when_it_is_saved(
    client: Client, notifier: Notifier, manager: dict[str, str], text: str
) -> None:
    status, answer = await put(client, manager, text)
    assert (status, answer["slug"] in {"bad-template", "invalid-input"}) in {
        (409, True),
        (422, True),
        (400, True),
    }
    assert not notifier.templates.kept


async def test_what_may_be_missing_must_be_asked_for(
    client: Client, manager: dict[str, str]
) -> None:
    path = "/api/v1/templates/owner.paused"
    naive = await put(client, manager, "{{ event.until | moment }}继续", path)
    careful = "{% if event.until %}{{ event.until | moment }}继续{% endif %}请稍候"
    assert (naive[1]["slug"], (await put(client, manager, careful, path))[0]) == (
        "bad-template",
        200,
    )


async def test_a_preview_changes_nothing_and_says_how_long_it_is(
    client: Client, notifier: Notifier, manager: dict[str, str]
) -> None:
    answer = await client.post(
        f"{PATH}/preview", json={"text": "接" * 63 + "{{ request.number[0] }}"}, headers=manager
    )
    sample = (await answer.json())["samples"][0]
    assert (sample["length"], sample["parts"], notifier.templates.kept) == (72, 2, {})


async def test_a_signature_in_the_text_is_refused(client: Client, manager: dict[str, str]) -> None:
    status, answer = await put(client, manager, "【互动物业】{{ request.number }}")
    assert answer["slug"] == "bad-sms-text", status


async def test_a_text_that_no_carrier_takes_is_refused(
    client: Client, manager: dict[str, str]
) -> None:
    assert (await put(client, manager, "长" * 500))[1]["slug"] == "bad-sms-text"


async def test_a_clerk_does_not_write_texts(client: Client, issuer: Issuer) -> None:
    assert (await put(client, issuer.bearer("c01", Role.CLERK), "好"))[0] == 403


async def test_a_text_of_no_name_is_refused(client: Client, manager: dict[str, str]) -> None:
    assert (await put(client, manager, "好", "/api/v1/templates/owner.nothing"))[0] == 404


async def test_every_text_is_shown_with_its_events(client: Client, manager: dict[str, str]) -> None:
    found = await (await client.get("/api/v1/templates", headers=manager)).json()
    by_name = {one["name"]: one for one in found["templates"]}
    assert by_name["owner.accepted"]["events"] == ["request.accepted.v1"]


async def test_an_owner_who_asked_for_english_is_told_in_english(
    client: Client, notifier: Notifier, issuer: Issuer
) -> None:
    wishes = {"outlets": [], "language": "en"}
    await client.put("/api/v1/preferences", json=wishes, headers=issuer.bearer("o1", Role.OWNER))
    await notifier.hear(RequestPaused(request=facts(), reason="parts"))
    assert notifier.to("o1")[0].letter.text == "Your request K7M2-Q4XA has to wait: parts."


@pytest.mark.parametrize(("signs", "parts"), [(64, 1), (65, 2), (128, 2), (129, 3)])
def test_seventy_characters_are_one_message_and_more_are_parts_of_67(
    signs: int, parts: int
) -> None:
    assert measured("字" * signs, "互动物业").parts == parts


def test_what_lies_outside_the_first_plane_counts_twice() -> None:
    assert measured("😀", "物业").length == 6


def test_a_text_without_faults_is_measured() -> None:
    assert check_text("已接单", "互动物业").parts == 1


@pytest.mark.parametrize("signature", ["物", "物业!", "一二三四五六七八九十一二三", "物 业", ""])
def test_a_signature_that_carriers_refuse(signature: str) -> None:
    assert not is_signature(signature)


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ event['__class__'] }}",
        "{{ request.number[::0] }}",
        "{% for one in 3 %}{{ link }}{% endfor %}",
        "{{ '%099999999d' % 1 }}",
    ],
)
async def test_a_text_that_cannot_be_filled_is_never_our_fault(
    client: Client, manager: dict[str, str], text: str
) -> None:
    status, answer = await put(client, manager, text)
    assert (status, answer["slug"]) == (409, "bad-template")


@pytest.mark.parametrize("text", ["{{ code }}{{ 1 / 0 }}", "{{ code }}{{ 'a' in 3 }}"])
async def test_nor_is_that_of_a_code(client: Client, manager: dict[str, str], text: str) -> None:
    status, answer = await put(client, manager, text, "/api/v1/templates/owner.code")
    assert (status, answer["slug"]) == (409, "bad-template")
