"""WeCom: an application's messages and the group robot, against a server of its protocol."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from services.notifier.channels.addressed import Addressed
from services.notifier.channels.limits import Limited
from services.notifier.channels.platform import Platform
from services.notifier.channels.robot import Robots
from services.notifier.channels.wechat_codes import WECOM
from services.notifier.channels.wecom import Account, WecomApplication, fetching
from services.notifier.channels.wire import Wire
from services.notifier.ports import Later, Parcel, Provider, Rejected
from tests.support.accounts import OwnCounts, OwnTokens
from tests.support.providers.base import Clock, Fault, serving
from tests.support.providers.suite import TOKEN, MayComeTwice, ShowsOnce
from tests.support.providers.wecom import AGENT_ID, CORP_ID, KEY, SECRET, WeCom


@dataclass
class Bench:
    """The adapter and its server."""

    server: WeCom
    provider: Provider
    to: str = "zhangsan"

    def parcel(self, token: str = TOKEN) -> Parcel:
        text = f"新的工单 {token}"
        return Parcel(token=token, to=self.to, text=text, about="r1", because="x")


@pytest.fixture
async def at_work(wire: Wire, clock: Clock) -> AsyncIterator[Bench]:
    server = WeCom(clock)
    async with serving(server, server.app()) as url:
        account = Account(url=url, corp_id=CORP_ID, agent_id=AGENT_ID, secret=SECRET)
        platform = Platform(wire, url, OwnTokens(fetching(wire, account)), WECOM)
        yield Bench(server, WecomApplication(platform, wire, AGENT_ID))


@pytest.fixture
async def group(wire: Wire, clock: Clock) -> AsyncIterator[Bench]:
    server = WeCom(clock)
    async with serving(server, server.app()) as url:
        yield Bench(server, Robots(wire, url, {"night": KEY, "lost": "revoked"}), "night")


class TestApplication(ShowsOnce):
    """What every provider does."""

    refused = Fault(code="60111")
    limited = Fault(code="45009")
    broken_account = Fault(code="60020")
    strange = Fault(code="99999")

    @pytest.fixture
    def bench(self, at_work: Bench) -> Bench:
        return at_work


class TestRobot(MayComeTwice):
    """What every provider does."""

    refused = Fault(code="44004")
    limited = Fault(code="45009")
    broken_account = Fault(code="93000")
    strange = Fault(code="99999")

    @pytest.fixture
    def bench(self, group: Bench) -> Bench:
        return group


async def test_one_who_is_no_member_is_refused(at_work: Bench) -> None:
    with pytest.raises(Rejected, match="81013"):
        await at_work.provider.send(replace(at_work, to="lisi").parcel())


async def test_a_long_text_is_cut_to_2048_bytes_between_two_characters(at_work: Bench) -> None:
    await at_work.provider.send(replace(at_work.parcel(), text="水" * 1000))
    text = at_work.server.taken[0].values["content"]
    assert (len(text.encode()), text[-2:]) == (2046, "水…")


async def test_the_same_words_said_again_are_another_message(at_work: Bench, clock: Clock) -> None:
    """The platform drops a body that it has had within four hours: two urges read alike."""
    urged = replace(at_work.parcel("first"), text="业主催办:K7M2-Q4XA", since=clock())
    await at_work.provider.send(urged)
    clock.move(minutes=10)
    await at_work.provider.send(replace(urged, token="second", since=clock()))
    assert len(at_work.server.taken) == 2


async def test_the_same_message_tried_again_is_not(at_work: Bench, clock: Clock) -> None:
    urged = replace(at_work.parcel("first"), since=clock())
    await at_work.provider.send(urged)
    clock.move(minutes=10)
    await at_work.provider.send(replace(urged, tried_at=clock()))
    assert len(at_work.server.taken) == 1


async def test_a_token_that_the_platform_took_back_is_fetched_again(at_work: Bench) -> None:
    await at_work.provider.send(at_work.parcel("first"))
    at_work.server.revoke()
    await at_work.provider.send(at_work.parcel())
    assert (len(at_work.server.taken), at_work.server.given) == (2, 2)


async def test_a_message_can_be_recalled_by_its_name(at_work: Bench) -> None:
    name = await at_work.provider.send(at_work.parcel())
    assert isinstance(at_work.provider, WecomApplication)
    await at_work.provider.recall(name)
    assert at_work.server.recalled == [name]


async def test_a_revoked_key_needs_a_person(group: Bench) -> None:
    with pytest.raises(Rejected, match="93000"):
        await group.provider.send(replace(group, to="lost").parcel())


async def test_a_group_that_nobody_set_up_is_refused_here(group: Bench) -> None:
    with pytest.raises(Rejected, match="no such group"):
        await group.provider.send(replace(group, to="day").parcel())


async def test_without_pacing_the_robot_drops_in_silence(group: Bench) -> None:
    for number in range(25):
        await group.provider.send(group.parcel(str(number)))
    assert (len(group.server.taken), group.server.dropped) == (20, 5)


async def test_paced_below_the_limit_nothing_is_dropped(group: Bench, clock: Clock) -> None:
    paced = Limited("robot", group.provider, OwnCounts(), clock)
    waiting = [group.parcel(str(number)) for number in range(60)]
    while waiting:
        try:
            await paced.send(waiting[0])
            waiting.pop(0)
        except Later as later:
            clock.now = later.until
    assert (len(group.server.taken), group.server.dropped) == (60, 0)


async def test_the_address_says_who_carries_it(at_work: Bench, group: Bench) -> None:
    outlet = Addressed(group.provider, {"wecom": at_work.provider})
    await outlet.send(replace(at_work, to="wecom:zhangsan").parcel())
    await outlet.send(group.parcel())
    assert (len(at_work.server.taken), len(group.server.taken)) == (1, 1)
