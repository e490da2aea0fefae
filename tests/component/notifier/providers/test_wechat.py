"""The WeChat official account: our adapter against a server that speaks its protocol."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from services.notifier.channels.platform import Platform
from services.notifier.channels.templates import Approved, Templates
from services.notifier.channels.wechat import Account, OfficialAccount, fetching
from services.notifier.channels.wechat_codes import OFFICIAL
from services.notifier.channels.wire import Wire
from services.notifier.ports import Later, Parcel, Rejected
from tests.support.accounts import OwnTokens
from tests.support.providers.base import Clock, Fault, serving
from tests.support.providers.suite import TOKEN, MayComeTwice, ShowsOnce
from tests.support.providers.wechat import APP_ID, SECRET, WeChat

FIELDS = {"character_string1": "number", "thing2": "text"}
TEMPLATES = {
    "request.resolved.v1": Approved(id="resolved", fields=FIELDS),
    "survey.opened.v1": Approved(id="survey", fields=FIELDS, kind="subscription"),
}
TEXT = "您反映的问题已处理完毕,师傅更换了水管接头并试压两次,没有再漏。"


@dataclass
class Bench:
    """The adapter and its server."""

    server: WeChat
    provider: OfficialAccount
    because: str = "request.resolved.v1"

    def parcel(self, token: str = TOKEN) -> Parcel:
        return Parcel(
            token=token,
            to="openid-1",
            text=TEXT,
            about="r1",
            because=self.because,
            chased=self.because == "request.resolved.v1",
            fields={"number": "K7M2-Q4XA"},
            heard_at=self.server.wrote_at.get("openid-1"),
        )


def provider_at(url: str, wire: Wire, secret: str = SECRET) -> OfficialAccount:
    tokens = OwnTokens(fetching(wire, Account(url=url, app_id=APP_ID, secret=secret)))
    platform = Platform(wire, url, tokens, OFFICIAL)
    return OfficialAccount(platform, wire, Templates("wechat", TEMPLATES))


@pytest.fixture
async def template(wire: Wire, clock: Clock) -> AsyncIterator[Bench]:
    server = WeChat(clock)
    async with serving(server, server.app()) as url:
        yield Bench(server, provider_at(url, wire))


@pytest.fixture
def spoken(template: Bench) -> Bench:
    """Return a bench for a cause without a template, and an owner who has just written."""
    template.server.wrote_at["openid-1"] = template.server.clock()
    return replace(template, because="request.noted.v1")


class TestTemplateMessages(ShowsOnce):
    """What every provider does."""

    refused = Fault(code="43004")
    limited = Fault(code="45011")
    broken_account = Fault(code="48001")
    strange = Fault(code="99999")

    @pytest.fixture
    def bench(self, template: Bench) -> Bench:
        return template


class TestCustomerService(MayComeTwice):
    """What every provider does."""

    refused = Fault(code="40003")
    limited = Fault(code="45011")
    broken_account = Fault(code="48001")
    strange = Fault(code="99999")

    @pytest.fixture
    def bench(self, spoken: Bench) -> Bench:
        return spoken


async def test_the_template_s_fields_are_cut_to_what_their_kind_holds(template: Bench) -> None:
    await template.provider.send(template.parcel())
    taken = template.server.taken[0]
    assert taken.values == {"character_string1": "K7M2-Q4XA", "thing2": TEXT[:20]}


async def test_the_name_of_the_job_is_what_the_receipt_will_say(template: Bench) -> None:
    assert await template.provider.send(template.parcel()) == "200163837"


async def test_within_48_hours_progress_comes_in_full(spoken: Bench) -> None:
    spoken.server.clock.move(hours=47)
    await spoken.provider.send(spoken.parcel())
    assert [taken.values for taken in spoken.server.taken] == [{"text": TEXT}]


async def test_after_48_hours_the_platform_is_not_even_asked(spoken: Bench) -> None:
    spoken.server.clock.move(hours=48)
    with pytest.raises(Rejected, match="no way is open"):
        await spoken.provider.send(spoken.parcel())
    assert spoken.server.calls == 0


async def test_what_needs_a_receipt_goes_by_template_even_within_48_hours(spoken: Bench) -> None:
    bench = replace(spoken, because="request.resolved.v1")
    await bench.provider.send(bench.parcel())
    assert [taken.name for taken in bench.server.taken] == ["resolved"]


async def test_a_template_that_is_gone_gives_way_to_an_answer_in_the_chat(spoken: Bench) -> None:
    bench = replace(spoken, because="request.resolved.v1")
    bench.server.fail(Fault(code="40037"))
    await bench.provider.send(bench.parcel())
    assert [taken.name for taken in bench.server.taken] == ["custom"]


async def test_the_sixth_answer_goes_to_the_next_outlet(spoken: Bench) -> None:
    for number in range(5):
        await spoken.provider.send(spoken.parcel(f"t{number}"))
    with pytest.raises(Rejected, match="no way is open"):
        await spoken.provider.send(spoken.parcel())


async def test_one_who_subscribed_gets_one_notification(template: Bench) -> None:
    bench = replace(template, because="survey.opened.v1")
    bench.server.subscribed["openid-1"] = 1
    await bench.provider.send(bench.parcel())
    with pytest.raises(Rejected, match="no way is open"):
        await bench.provider.send(bench.parcel("another"))


async def test_a_stale_token_is_renewed_and_the_message_sent_once(template: Bench) -> None:
    await template.provider.send(template.parcel("first"))
    template.server.revoke()
    await template.provider.send(template.parcel())
    assert (len(template.server.taken), template.server.forced) == (2, 1)


async def test_a_token_that_ran_out_is_renewed_without_force(template: Bench) -> None:
    await template.provider.send(template.parcel("first"))
    template.server.clock.move(seconds=7300)
    await template.provider.send(template.parcel())
    assert (len(template.server.taken), template.server.forced) == (2, 0)


async def test_a_wrong_secret_needs_a_person(wire: Wire, clock: Clock) -> None:
    server = WeChat(clock)
    async with serving(server, server.app()) as url:
        bench = Bench(server, provider_at(url, wire, "another"))
        with pytest.raises(Rejected, match="40125"):
            await bench.provider.send(bench.parcel())


async def test_the_day_s_quota_waits_a_day(template: Bench) -> None:
    template.server.fail(Fault(code="45009"))
    with pytest.raises(Later) as later:
        await template.provider.send(template.parcel())
    assert later.value.until == template.server.clock() + timedelta(days=1)
