"""An administrator finds who has seen which number, however much lies above it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.contracts.audit import Line, Noted, Sheet
from shared.contracts.words import Role
from shared.web.audit import AUDIT
from tests.component.gateway.conftest import Gateway

LAST = 2450
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Trail:
    """Lines a minute apart; every five hundredth is of an unmasked number."""

    async def note(self, noted: Noted) -> Line | None:
        return None

    async def sheet(self, estate: str, before: int | None, limit: int) -> Sheet:
        top = min((before or LAST + 1) - 1, LAST)
        lines = tuple(_line(estate, seq) for seq in range(top, max(top - limit, 0), -1))
        last = lines[-1].seq if lines else 1
        return Sheet(lines=lines, cursor=last if last > 1 else None)


def _line(estate: str, seq: int) -> Line:
    seen = seq % 500 == 0
    return Line(
        estate=estate,
        at=NOON + timedelta(minutes=seq),
        who="c01" if seq % 1000 == 0 else "c02",
        role=Role.CLERK,
        what="phone.unmasked" if seen else "login.staff",
        about=f"r{seq}",
        seq=seq,
        previous="-",
        seal="-",
    )


@pytest.fixture
def trail(gateway: Gateway) -> Gateway:
    gateway.app._state[AUDIT] = Trail()
    return gateway


async def found(gateway: Gateway, **query: str) -> tuple[list[int], int | None]:
    admin = gateway.tokens.header(Role.ADMIN, "admin")
    answer = await gateway.client.get("/api/v1/audit", params=query, headers=admin)
    told: dict[str, Any] = await answer.json()
    return [line["seq"] for line in told["lines"]], told.get("cursor")


async def test_without_a_search_the_newest_lines_come_a_page_at_a_time(trail: Gateway) -> None:
    assert await found(trail, limit="2") == ([2450, 2449], 2449)
    assert await found(trail, limit="2", cursor="3") == ([2, 1], None)


async def test_a_search_looks_through_a_thousand_lines_and_says_where_it_stopped(
    trail: Gateway,
) -> None:
    assert await found(trail, what="phone.unmasked") == ([2000, 1500], 1451)
    assert await found(trail, what="phone.unmasked", cursor="1451") == ([1000, 500], 451)
    assert await found(trail, what="phone.unmasked", cursor="451") == ([], None)


async def test_a_search_stops_where_its_page_is_full(trail: Gateway) -> None:
    assert await found(trail, what="phone.unmasked", limit="1") == ([2000], 1951)


async def test_a_search_may_name_who_and_what_it_was_done_to(trail: Gateway) -> None:
    assert (await found(trail, what="phone.unmasked", by="c01"))[0] == [2000]
    assert (await found(trail, about="r2177"))[0] == [2177]


async def test_a_search_ends_where_its_time_begins(trail: Gateway) -> None:
    since = (NOON + timedelta(minutes=1900)).isoformat()
    assert await found(trail, what="phone.unmasked", since=since) == ([2000], None)
