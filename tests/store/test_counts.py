"""Counts and tokens that all replicas share, over the real wire protocol."""

import asyncio
from datetime import timedelta

import pytest

from services.gateway.store import MongoTallies
from services.notifier.channels.counts import MongoCounts
from services.notifier.channels.limits import RULES, Limit
from services.notifier.channels.subscriptions import MOST, MongoSubscriptions
from services.notifier.channels.tokens import Fresh, SharedTokens
from services.notifier.domain.push import Subscription
from services.notifier.ports import Later
from shared.runtime.mongo import Database
from tests.support.providers.base import NOON, Clock

CODES = RULES["aliyun"][0].limits
SECOND = timedelta(seconds=1)


@pytest.fixture
async def counts(database: Database) -> MongoCounts:
    counts = MongoCounts(database["counts"])
    await counts.ensure_indexes()
    return counts


async def test_a_second_code_within_the_minute_waits_for_its_end(counts: MongoCounts) -> None:
    assert await counts.take("n", CODES, NOON) is None
    assert await counts.take("n", CODES, NOON + 20 * SECOND) == NOON + 60 * SECOND


async def test_the_sixth_code_within_the_hour_waits_for_the_first_to_be_an_hour_old(
    counts: MongoCounts,
) -> None:
    for minute in range(5):
        assert await counts.take("n", CODES, NOON + timedelta(minutes=2 * minute)) is None
    sixth = NOON + timedelta(minutes=12)
    assert await counts.take("n", CODES, sixth) == NOON + timedelta(hours=1)


async def test_the_eleventh_code_within_the_day_waits_for_the_next(counts: MongoCounts) -> None:
    for hour in range(10):
        assert await counts.take("n", CODES, NOON + timedelta(hours=hour)) is None
    eleventh = NOON + timedelta(hours=11)
    assert await counts.take("n", CODES, eleventh) == NOON + timedelta(days=1)
    assert await counts.take("n", CODES, NOON + timedelta(days=1)) is None


async def test_what_was_not_let_through_is_not_counted(counts: MongoCounts) -> None:
    await counts.take("n", CODES, NOON)
    for second in range(1, 60, 7):
        await counts.take("n", CODES, NOON + second * SECOND)
    assert await counts.take("n", CODES, NOON + 60 * SECOND) is None


async def test_one_number_s_count_is_not_another_s(counts: MongoCounts) -> None:
    await counts.take("n", CODES, NOON)
    assert await counts.take("m", CODES, NOON) is None


async def test_replicas_that_count_at_once_let_through_no_more_than_one(
    database: Database,
) -> None:
    replicas = [MongoCounts(database["counts"]) for _ in range(8)]
    limit = (Limit(3, timedelta(minutes=1)),)
    takes = (replica.take("n", limit, NOON) for replica in replicas for _ in range(5))
    outcomes = await asyncio.gather(*takes)
    assert outcomes.count(None) == 3


async def test_a_day_s_budget_is_drawn_in_blocks_by_all_together(database: Database) -> None:
    replicas = [MongoCounts(database["counts"]) for _ in range(5)]
    until = NOON + timedelta(hours=12)
    draws = (one.draw("aliyun:20261124", 10, 100, until) for one in replicas for _ in range(4))
    assert (await asyncio.gather(*draws)).count(True) == 10


class Platform:
    """Gives out tokens; a forced one makes the others stale."""

    def __init__(self) -> None:
        self.asked: list[bool] = []

    async def fetch(self, force: bool) -> Fresh:
        """Give out a token."""
        await asyncio.sleep(0)
        self.asked.append(force)
        return Fresh(f"token-{len(self.asked)}", timedelta(hours=2))


def replica(database: Database, platform: Platform, clock: Clock) -> SharedTokens:
    return SharedTokens(database["tokens"], "wx", platform.fetch, clock)


async def test_the_second_replica_takes_the_first_one_s_token(database: Database) -> None:
    platform, clock = Platform(), Clock()
    one, two = replica(database, platform, clock), replica(database, platform, clock)
    assert await one.get() == await two.get() == "token-1"
    assert platform.asked == [False]


async def test_replicas_that_start_at_once_fetch_one_token(database: Database) -> None:
    platform, clock = Platform(), Clock()
    replicas = [replica(database, platform, clock) for _ in range(6)]
    outcomes = await asyncio.gather(*(one.get() for one in replicas), return_exceptions=True)
    assert {str(one) for one in outcomes if not isinstance(one, Later)} == {"token-1"}
    assert platform.asked == [False]


async def test_a_stale_token_that_all_are_told_of_is_forced_once(database: Database) -> None:
    platform, clock = Platform(), Clock()
    replicas = [replica(database, platform, clock) for _ in range(6)]
    for one in replicas:
        await one.get()
    renewals = (one.renew("token-1", force=True) for one in replicas)
    await asyncio.gather(*renewals, return_exceptions=True)
    assert platform.asked == [False, True]
    assert {await one.get() for one in replicas} == {"token-2"}


async def test_near_its_end_one_renews_and_the_others_go_on(database: Database) -> None:
    platform, clock = Platform(), Clock()
    replicas = [replica(database, platform, clock) for _ in range(6)]
    await asyncio.gather(*(one.get() for one in replicas), return_exceptions=True)
    clock.move(minutes=117)
    given = await asyncio.gather(*(one.get() for one in replicas))
    assert set(given) <= {"token-1", "token-2"}
    assert platform.asked == [False, False]


async def test_a_replica_that_died_while_fetching_is_followed_by_another(
    database: Database,
) -> None:
    clock = Clock()
    await database["tokens"].insert_one(
        {"_id": "wx", "expires_at": NOON, "leased_until": NOON + timedelta(seconds=10)}
    )
    platform = Platform()
    with pytest.raises(Later):
        await replica(database, platform, clock).get()
    clock.move(seconds=11)
    assert await replica(database, platform, clock).get() == "token-1"


async def test_forced_twice_within_half_a_minute_it_waits(database: Database) -> None:
    platform, clock = Platform(), Clock()
    tokens = replica(database, platform, clock)
    await tokens.get()
    await tokens.renew("token-1", force=True)
    with pytest.raises(Later):
        await tokens.renew("token-2", force=True)


def browser(number: int) -> Subscription:
    endpoint = f"https://fcm.googleapis.com/{number}"
    return Subscription(endpoint=endpoint, p256dh="k", auth="a")


async def test_a_browser_belongs_to_whoever_came_last(database: Database) -> None:
    kept = MongoSubscriptions(database["subscriptions"], Clock())
    await kept.keep("sample", "o1", browser(1))
    await kept.keep("sample", "o2", browser(1))
    assert (await kept.of("sample", "o1"), await kept.of("sample", "o2")) == ([], [browser(1)])


async def test_a_person_s_oldest_browser_gives_way(database: Database) -> None:
    clock = Clock()
    kept = MongoSubscriptions(database["subscriptions"], clock)
    for number in range(MOST + 1):
        clock.move(seconds=1)
        await kept.keep("sample", "o1", browser(number))
    assert browser(0) not in await kept.of("sample", "o1")
    assert len(await kept.of("sample", "o1")) == MOST


async def test_all_of_a_person_s_browsers_are_forgotten_and_nobody_else_s(
    database: Database,
) -> None:
    kept = MongoSubscriptions(database["subscriptions"], Clock())
    await kept.keep("sample", "o1", browser(1))
    await kept.keep("sample", "o2", browser(2))
    await kept.forget("sample", "o1")
    assert (await kept.of("sample", "o1"), await kept.of("sample", "o2")) == ([], [browser(2)])


async def test_nobody_unsubscribes_another_s_browser(database: Database) -> None:
    kept = MongoSubscriptions(database["subscriptions"], Clock())
    await kept.keep("sample", "o1", browser(1))
    await kept.drop("sample", "o2", browser(1).endpoint)
    assert await kept.of("sample", "o1") == [browser(1)]


async def test_gateways_count_an_address_together_however_they_race(database: Database) -> None:
    until = NOON + timedelta(hours=1)
    replicas = [MongoTallies(database) for _ in range(2)]
    await replicas[0].ensure_indexes()
    counted = await asyncio.gather(*(one.add("a", until) for one in replicas * 10))
    assert max(counted) == 20
    assert await replicas[0].add("another", until) == 1
