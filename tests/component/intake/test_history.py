"""Who calls, at a glance: what is open, what was, what they asked, how often unhappy."""

from services.intake.handlers import fates, talks
from shared.contracts.requests import FollowUpOpened, RequestClosed
from shared.contracts.words import Channel, Role, Status
from tests.support.intake import NOON, Intake, an_owner, cause
from tests.support.issuer import Issuer
from tests.support.told import facts
from tests.support.wechat import Client

PATH = "/api/v1/desk/owners/owner-1/history"


async def ask(client: Client, issuer: Issuer, text: str, key: str) -> str:
    headers = {**issuer.bearer("owner-1", Role.OWNER), "Idempotency-Key": key}
    answer = await client.post("/api/v1/app/requests", json={"text": text}, headers=headers)
    return str((await answer.json())["request_id"])


async def test_the_desk_sees_all_of_a_caller(
    client: Client, intake: Intake, issuer: Issuer
) -> None:
    intake.register(an_owner())
    first = await ask(client, issuer, "漏水", "k-1")
    await ask(client, issuer, "灯坏了", "k-2")
    work = intake.work(cause("e1"))
    closed = facts(request_id=first, status=Status.CLOSED)
    await fates.follow(FollowUpOpened(request=closed, reason="x", due_at=NOON), work)
    over = RequestClosed(request=closed, satisfied=True, closed_at=NOON)
    await fates.follow(over, intake.work(cause("e2")))
    reporter = an_owner()
    known = await work.book.by_id("sample", reporter.owner_id)
    assert known is not None
    await talks.ask("几点开门?", Channel.APP, known.reporter, "owner-1", intake.work(cause("e3")))
    seen = await (await client.get(PATH, headers=issuer.bearer("c01", Role.CLERK))).json()
    assert [one["text"] for one in seen["open"]] == ["灯坏了"]
    assert [(one["text"], one["unhappy"]) for one in seen["past"]] == [("漏水", True)]
    assert [one["lines"][0]["text"] for one in seen["conversations"]] == ["几点开门?"]
    assert (seen["unhappy"], seen["owner"]["phone_masked"]) == (1, "138****5678")


async def test_a_worker_does_not_look_callers_up(client: Client, issuer: Issuer) -> None:
    answer = await client.get(PATH, headers=issuer.bearer("w01", Role.WORKER))
    assert answer.status == 403


async def test_what_was_taken_in_elsewhere_is_passed_over(intake: Intake) -> None:
    event = RequestClosed(request=facts(), satisfied=True, closed_at=NOON)
    await fates.follow(event, intake.work(cause("e1")))
    assert not intake.submissions.kept
