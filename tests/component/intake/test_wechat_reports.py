"""The platform says what became of a template message: intake passes it on, once."""

import pytest

from shared.contracts.notifications import DeliveryReported
from shared.contracts.words import Outlet
from tests.support.intake import NOON, Intake
from tests.support.wechat import Client, message, plain, send, slug_of

FINISHED = "TEMPLATESENDJOBFINISH"


def finished(status: str = "success", job: str = "200163836") -> bytes:
    return message("event", number="", Event=FINISHED, MsgID=job, Status=status)


async def test_a_job_that_arrived_is_told(client: Client, intake: Intake) -> None:
    status, body = await send(client, plain(finished()))
    assert (status, body) == (200, b"success")
    assert intake.reports.told == [
        DeliveryReported(
            outlet=Outlet.WECHAT,
            provider_id="200163836",
            delivered=True,
            reported_at=NOON,
            reason="success",
        )
    ]


@pytest.mark.parametrize("outcome", ["failed:user block", "failed: system failed"])
async def test_a_job_that_did_not_arrive_says_why(
    client: Client, intake: Intake, outcome: str
) -> None:
    await send(client, plain(finished(outcome)))
    [told] = intake.reports.told
    assert isinstance(told, DeliveryReported)
    assert (told.delivered, told.reason) == (False, outcome)


async def test_the_platform_s_repeat_is_told_once(client: Client, intake: Intake) -> None:
    await send(client, plain(finished()))
    await send(client, plain(finished()))
    assert len(intake.reports.told) == 1


async def test_a_job_without_a_number_is_no_report(client: Client, intake: Intake) -> None:
    assert await slug_of(client, plain(finished(job="x"))) == (422, "wechat-unreadable")
    assert not intake.reports.told


async def test_a_forged_report_is_refused(client: Client, intake: Intake) -> None:
    refused = (403, "wechat-wrong-signature")
    assert await slug_of(client, plain(finished(), token="guess")) == refused
    assert not intake.reports.told


async def test_a_report_is_no_conversation(client: Client, intake: Intake) -> None:
    await send(client, plain(finished()))
    assert (intake.conversations.told, intake.submissions.told) == ([], [])
