"""A receipt that does not come in time sends a message on by the next outlet, whatever it tells."""

from datetime import timedelta
from typing import Final

import pytest

from services.notifier.domain.notification import State
from services.notifier.domain.patience import UNREPORTED
from services.notifier.domain.rows import begin
from services.notifier.ports import Found
from shared.contracts.event import Event
from shared.contracts.requests import RequestNoted
from shared.contracts.surveys import SurveyOpened
from shared.contracts.words import Outlet, Urgency
from shared.kernel.errors import Unavailable
from tests.support.notifying import Notifier
from tests.support.told import CLERK, NOON, OWNER, REQUEST, facts

SILENCE: Final = timedelta(minutes=6)
NOTED: Final = RequestNoted(request=facts(), by="w01", note="已订购配件")
SURVEY: Final = SurveyOpened(
    survey_id="s1",
    request_id=REQUEST,
    round=1,
    number="K7M2-Q4XA",
    reporter=facts().reporter,
    path="/s/token",
    expires_at=NOON + timedelta(days=3),
)


def outlets(notifier: Notifier) -> list[Outlet]:
    return [row.outlet for row in notifier.to("o1")]


@pytest.mark.parametrize("event", [NOTED, SURVEY])
async def test_an_owner_whose_wechat_is_silent_is_told_by_the_next(
    notifier: Notifier, event: Event
) -> None:
    await notifier.hear(event)
    await notifier.sweep(SILENCE)
    assert outlets(notifier) == [Outlet.WECHAT, Outlet.SMS]


async def test_so_is_a_member_of_staff_whose_wechat_is_silent(notifier: Notifier) -> None:
    changed = {"version": 2, "wechat_openid": "wx-c01"}
    await notifier.know(CLERK.model_copy(update=changed))
    await notifier.hear(NOTED)
    await notifier.sweep(SILENCE)
    assert [row.outlet for row in notifier.to("c01")] == [Outlet.WECHAT, Outlet.SMS]


async def test_wecom_which_reports_nothing_is_taken_at_its_word(notifier: Notifier) -> None:
    changed = {"version": 2, "wechat_openid": "wecom:liqian"}
    await notifier.know(CLERK.model_copy(update=changed))
    await notifier.hear(NOTED)
    await notifier.sweep(SILENCE)
    assert [row.outlet for row in notifier.to("c01")] == [Outlet.WECHAT]


async def test_urgent_progress_does_not_wait_for_minutes(notifier: Notifier) -> None:
    await notifier.hear(NOTED.model_copy(update={"request": facts(urgency=Urgency.URGENT)}))
    await notifier.sweep(timedelta(seconds=61))
    assert outlets(notifier) == [Outlet.WECHAT, Outlet.SMS]


async def test_a_provider_that_can_be_asked_is_asked_first(notifier: Notifier) -> None:
    await notifier.hear(NOTED)
    row = notifier.to("o1")[0]
    notifier.providers[Outlet.WECHAT].fates[row.id] = Found(provider_id="p", delivered_at=NOON)
    await notifier.sweep(SILENCE)
    assert [row.state for row in notifier.to("o1")] == [State.DELIVERED]


async def test_nobody_waits_for_the_receipt_of_a_way_that_gives_none(notifier: Notifier) -> None:
    await notifier.hear(NOTED)
    letter, ways = notifier.to("o1")[0].letter, notifier.to("o1")[0].rest
    row = begin(letter, (*ways, *ways), NOON)
    row.accept(UNREPORTED, NOON, SILENCE)
    assert row.next_at is None


async def test_progress_in_the_app_need_not_be_opened(notifier: Notifier) -> None:
    changed = {"version": 2, "outlets": (Outlet.APP, Outlet.SMS)}
    await notifier.know(OWNER.model_copy(update=changed))
    await notifier.hear(NOTED)
    await notifier.sweep(timedelta(hours=1))
    assert outlets(notifier) == [Outlet.APP]


async def test_the_last_outlet_of_what_need_not_be_chased_is_not_given_up(
    notifier: Notifier,
) -> None:
    changed = {"version": 2, "wechat_openid": None, "outlets": (Outlet.APP, Outlet.SMS)}
    await notifier.know(OWNER.model_copy(update=changed))
    await notifier.hear(NOTED)
    way = notifier.to("o1")[0].rest
    row = begin(notifier.to("o1")[0].letter, way[:1], NOON)
    row.accept("p", NOON, SILENCE)
    assert (row.outlet, row.next_at) == (Outlet.SMS, None)


async def test_an_urgent_message_in_doubt_is_tried_five_times_before_it_goes_another_way(
    notifier: Notifier,
) -> None:
    notifier.providers[Outlet.WECHAT].refusals = [Unavailable("away")] * 9
    await notifier.hear(NOTED.model_copy(update={"request": facts(urgency=Urgency.URGENT)}))
    for _ in range(12):
        await notifier.sweep(timedelta(seconds=5))
    early = outlets(notifier)
    for _ in range(30):
        await notifier.sweep(timedelta(seconds=5))
    assert (early, outlets(notifier)) == ([Outlet.WECHAT], [Outlet.WECHAT, Outlet.SMS])
